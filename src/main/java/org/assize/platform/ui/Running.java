package org.assize.platform.ui;

import java.util.List;
import java.util.Set;

/**
 * One piece of long work that is under way (an import, a training, a backtest), as the top bar shows it.
 *
 * @param id the same from one look to the next
 * @param textKey message that names it, with its arguments
 * @param share 0 to 1; NaN while nobody can say
 * @param location path of the page that shows it whole
 * @param roles who may see it
 */
public record Running(String id, String textKey, List<Object> args, double share, String location, Set<String> roles) {

    /**
     * Asked every two seconds, once for everybody who looks: a bean of this type per feature that has long work. It
     * answers from memory or from one indexed read.
     */
    public interface Source {
        List<Running> running();
    }
}
