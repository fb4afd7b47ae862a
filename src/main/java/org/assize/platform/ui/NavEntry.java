package org.assize.platform.ui;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a route into the left rail, for those whose role may enter it. The text is the message {@code nav.<path of the
 * route>}; the view's own {@code @RolesAllowed} decides who sees it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NavEntry {

    Section section();

    /** Place within the section, ascending. */
    int order();

    Glyph glyph();

    /** The letter that follows {@code G}; one letter, unique over all pages. */
    String key();

    /** The groups of the rail, in the order they stand. */
    enum Section {
        WORK,
        OVERSIGHT,
        LEARNING,
        SETUP
    }
}
