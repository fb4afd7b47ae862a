package org.assize.workbench.demo;

/** The kinds of fraud that are planted, by the typology code that verdicts and outcomes use. */
public enum SchemeKind {
    FAKE_SHOP("fake_shop"),
    BRUSHING("brushing"),
    STOLEN_PAYMENT("stolen_payment"),
    ACCOUNT_TAKEOVER("account_takeover"),
    REFUND_ABUSE("refund_abuse"),
    REREGISTRATION("reregistration"),
    BUST_OUT("bust_out"),
    COUNTERFEIT("counterfeit"),
    /** Triangulation: the goods are real, but bought elsewhere with stolen cards. */
    OTHER("other");

    private final String typology;

    SchemeKind(String typology) {
        this.typology = typology;
    }

    public String typology() {
        return typology;
    }
}
