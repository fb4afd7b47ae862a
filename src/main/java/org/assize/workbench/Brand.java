package org.assize.workbench;

import com.vaadin.flow.component.Svg;

/** The mark: a dais with a case on it. */
final class Brand {

    private Brand() {}

    static Svg mark() {
        Svg svg = new Svg("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" aria-hidden="true">
                <path d="M9 1.5 16 15.5H12.6L9 8.1 5.4 15.5H2z" fill="currentColor"/>
                <path d="M6.9 15.5 9 11.4l2.1 4.1z" fill="currentColor" opacity=".45"/></svg>""");
        svg.getElement().setAttribute("aria-hidden", "true");
        return svg;
    }
}
