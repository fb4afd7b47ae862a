package org.assize.flagging;

import java.util.List;

/** Many {@link SubjectFlagged} at once, in the order in which they were flagged: what an import or a daily draw fires. */
public record SubjectsFlagged(List<SubjectFlagged> flags) {
    public SubjectsFlagged {
        flags = List.copyOf(flags);
    }
}
