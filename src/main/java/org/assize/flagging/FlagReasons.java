package org.assize.flagging;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.assize.scoring.Reason;

/** Reasons as a flag keeps them: numbers only; the sentence is made in the language of whoever reads it. */
public final class FlagReasons {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FlagReasons() {}

    public static String json(List<Reason> reasons) {
        ArrayNode all = JSON.createArrayNode();
        for (Reason reason : reasons) {
            ObjectNode one = all.addObject();
            one.put("feature", reason.feature());
            one.put("contribution", reason.contribution());
            // JSON has no NaN: what is missing is left out
            putFinite(one, "value", reason.value());
            putFinite(one, "usualLow", reason.usualLow());
            putFinite(one, "usualHigh", reason.usualHigh());
            putFinite(one, "percentile", reason.percentile());
        }
        return all.toString();
    }

    private static void putFinite(ObjectNode to, String field, double number) {
        if (Double.isFinite(number)) {
            to.put(field, number);
        }
    }
}
