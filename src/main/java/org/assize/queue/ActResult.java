package org.assize.queue;

import java.util.List;
import org.assize.casework.FraudCase;
import org.assize.platform.FieldError;

/** What comes of an act on a claimed case. */
public sealed interface ActResult permits ActResult.Done, ActResult.Invalid, LostClaim, NoSuchCase {

    /** The case as the act left it, and as whoever acted may see it. */
    record Done(FraudCase fraudCase) implements ActResult {}

    /** Nothing was changed. */
    record Invalid(List<FieldError> errors) implements ActResult {}
}
