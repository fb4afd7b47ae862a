package org.assize.scoring;

import java.time.Instant;
import java.util.List;

/** News: live subjects were scored; told in the transaction that stored the scores. */
public record SubjectsScored(Champion champion, List<ScoredSubject> subjects, Instant at) {
    public SubjectsScored {
        subjects = List.copyOf(subjects);
    }
}
