package org.assize.training;

import java.time.Instant;
import org.assize.subject.SubjectKind;

/** News: another model flags from now on; told in the transaction that says so. */
public record ModelPromoted(SubjectKind kind, String version, Instant at) {}
