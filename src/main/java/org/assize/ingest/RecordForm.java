package org.assize.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;

/** What the fields of a row become, by feed. */
interface RecordForm<T> {

    RecordForm<Seller> SELLER = f -> new Seller(
            f.id(Target.SELLER_ID),
            f.instant(Target.REGISTERED_AT),
            f.text(Target.NAME),
            f.text(Target.COUNTRY),
            f.text(Target.MARKET),
            f.text(Target.CATEGORY),
            f.optionalId(Target.EMAIL),
            f.optionalId(Target.PHONE),
            f.optionalId(Target.BANK_ACCOUNT),
            f.optionalId(Target.DEVICE_ID),
            f.optionalId(Target.IP),
            f.text(Target.STATUS),
            f.attributes());

    RecordForm<Order> ORDER = f -> new Order(
            f.id(Target.ORDER_ID),
            f.instant(Target.PLACED_AT),
            f.id(Target.SELLER_ID),
            f.id(Target.BUYER_ID),
            f.money(Target.AMOUNT, Target.CURRENCY),
            f.optionalId(Target.CREATOR_ID),
            f.optionalId(Target.DEVICE_ID),
            f.optionalId(Target.PAYMENT_ID),
            f.optionalId(Target.IP),
            f.optionalId(Target.SHIP_TO_COUNTRY),
            f.optionalId(Target.SHIP_TO_POSTCODE),
            f.text(Target.CATEGORY),
            f.optionalInteger(Target.ITEM_COUNT, 0, 1_000_000),
            f.text(Target.STATUS),
            f.optionalInstant(Target.DELIVERED_AT),
            f.optionalInteger(Target.REVIEW_SCORE, 0, 100),
            f.attributes());

    RecordForm<Outcome> OUTCOME = f -> new Outcome(
            new SubjectRef(f.oneOf(Target.SUBJECT_KIND, Choices.KINDS), f.id(Target.SUBJECT_ID)),
            f.oneOf(Target.OUTCOME, Choices.OUTCOMES),
            f.id(Target.SOURCE),
            f.instant(Target.KNOWN_AT),
            f.optionalId(Target.TYPOLOGY),
            f.optionalInstant(Target.OCCURRED_AT));

    /** @throws Refusal at the first field that is not what it has to be */
    T of(Fields fields);

    /** In the order in which a refusal lists them. */
    final class Choices {
        private static final Map<String, SubjectKind> KINDS =
                inOrder("order", SubjectKind.ORDER, "seller", SubjectKind.SELLER);
        private static final Map<String, Boolean> OUTCOMES = inOrder("fraud", true, "legitimate", false);

        private Choices() {}

        private static <T> Map<String, T> inOrder(String first, T one, String second, T other) {
            var choices = new LinkedHashMap<String, T>();
            choices.put(first, one);
            choices.put(second, other);
            return choices;
        }
    }
}
