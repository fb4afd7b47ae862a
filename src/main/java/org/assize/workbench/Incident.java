package org.assize.workbench;

import java.security.SecureRandom;
import org.jboss.logging.Logger;

/** A failure nobody foresaw, under an id that the person can read out and the log can be searched for. */
final class Incident {

    private static final Logger LOG = Logger.getLogger(Incident.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Crockford's base 32: no letter that is mistaken for a figure. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Incident() {}

    /** Writes the failure down and gives its id, such as {@code 7KQ2-M4XD}. */
    static String record(Throwable failure) {
        StringBuilder id = new StringBuilder(9);
        for (int i = 0; i < 8; i++) {
            id.append(i == 4 ? "-" : "").append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        LOG.errorf(failure, "Incident %s", id);
        return id.toString();
    }
}
