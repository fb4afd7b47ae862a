package org.assize.subject;

/** Names one subject as the marketplace itself names it. */
public record SubjectRef(SubjectKind kind, String id) {

    public static SubjectRef order(String id) {
        return new SubjectRef(SubjectKind.ORDER, id);
    }

    public static SubjectRef seller(String id) {
        return new SubjectRef(SubjectKind.SELLER, id);
    }
}
