package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;

/** The line icons of Assize (from Lucide). Decorative always: a word or an accessible name stands beside it. */
public enum Glyph {
    ARROW_LEFT("arrow-left"),
    BAN("ban"),
    BELL("bell"),
    BRAIN("brain"),
    CHART("chart"),
    CHECK("check"),
    CHECKLIST("checklist"),
    CHEVRON_DOWN("chevron-down"),
    CHEVRON_RIGHT("chevron-right"),
    CLOCK("clock"),
    COPY("copy"),
    CROSS("cross"),
    DOCUMENT("document"),
    DOWNLOAD("download"),
    EXTERNAL("external"),
    EYE("eye"),
    EYE_OFF("eye-off"),
    FILTER("filter"),
    FLAG("flag"),
    FLASK("flask"),
    GAVEL("gavel"),
    HELP("help"),
    HISTORY("history"),
    HOME("home"),
    INBOX("inbox"),
    INCONCLUSIVE("inconclusive"),
    INFO("info"),
    KEYBOARD("keyboard"),
    LANGUAGES("languages"),
    LAYERS("layers"),
    LEGITIMATE("legitimate"),
    LINK("link"),
    LOCK("lock"),
    MONITOR("monitor"),
    MOON("moon"),
    NETWORK("network"),
    ORDER("order"),
    PANEL("panel"),
    PATTERN("pattern"),
    PAUSE("pause"),
    PENCIL("pencil"),
    PLAY("play"),
    PLUG("plug"),
    PLUS("plus"),
    REFRESH("refresh"),
    ROWS_3("rows-3"),
    ROWS_4("rows-4"),
    SCALE("scale"),
    SEARCH("search"),
    SELLER("seller"),
    SHIELD("shield"),
    SHIELD_CHECK("shield-check"),
    SIGN_OUT("sign-out"),
    SUN("sun"),
    TAG("tag"),
    TRASH("trash"),
    TREND("trend"),
    UNDO("undo"),
    UPLOAD("upload"),
    USER("user"),
    USERS("users"),
    USER_PLUS("user-plus"),
    WARNING("warning");

    private final String name;

    Glyph(String name) {
        this.name = name;
    }

    /** A new icon of this shape, in the colour of the text around it. */
    public Component icon() {
        return new Icon(name);
    }

    /** What the browser calls it. */
    public String code() {
        return name;
    }

    @Tag("assize-icon")
    private static final class Icon extends Component {
        Icon(String name) {
            getElement().setAttribute("name", name);
        }
    }
}
