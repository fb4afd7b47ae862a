package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.internal.StateNode;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import com.vaadin.flow.internal.nodefeature.VirtualChildrenList;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEnterObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns what only stands there, words and pictures that nobody presses and nothing changes, into markup. The server keeps
 * about a kilobyte for every element and every piece of text on every page that is open, and a browser draws one by one what
 * it is told one by one; as markup the same costs its own letters and is drawn at once. What is pressed, filled in, drawn by
 * Vaadin or has properties stays as it is, and so does what is around it.
 *
 * <p>What was turned can't be changed from the server any more, only replaced.
 */
public final class Still {

    private static final String MARKUP = "innerHTML";
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "wbr");

    private final Set<Element> live;

    private Still(Set<Element> live) {
        this.live = live;
    }

    /** @param live what will change by itself later, though it looks as if it did not */
    public static <C extends Component> C draw(C component, Component... live) {
        Set<Element> kept = Arrays.stream(live).map(Component::getElement).collect(Collectors.toSet());
        new Still(kept).draw(component.getElement());
        return component;
    }

    /**
     * The same to look at, as one element. A panel that is turned where it stands goes on holding what its fields hold; this
     * holds nothing of it. A component that is not still through and through is returned itself, turned as far as it goes.
     */
    public static Component copy(Component component) {
        Still still = new Still(Set.of());
        Element drawn = draw(component).getElement();
        if (!still.isStill(drawn)) {
            return component;
        }
        Element copy = new Element(drawn.getTag());
        drawn.getAttributeNames().forEach(name -> copy.setAttribute(name, drawn.getAttribute(name)));
        StringBuilder markup = new StringBuilder(drawn.getProperty(MARKUP, ""));
        drawn.getChildren().forEach(child -> write(child, markup));
        copy.setProperty(MARKUP, markup.toString());
        return new Copy(copy);
    }

    private static final class Copy extends Component {
        Copy(Element element) {
            super(element);
        }
    }

    private void draw(Element element) {
        if (element.isTextNode() || live.contains(element)) {
            return;
        }
        List<Element> children = element.getChildren().toList();
        boolean ours = !element.getTag().startsWith("vaadin-") && !element.hasProperty(MARKUP);
        if (ours && !children.isEmpty() && children.stream().allMatch(this::isStill)) {
            StringBuilder markup = new StringBuilder();
            children.forEach(child -> write(child, markup));
            element.removeAllChildren();
            element.setProperty(MARKUP, markup.toString());
        } else {
            children.forEach(this::draw);
        }
    }

    private boolean isStill(Element element) {
        if (element.isTextNode()) {
            return true;
        }
        StateNode node = element.getNode();
        return !live.contains(element)
                && !element.getTag().startsWith("vaadin-")
                && element.isVisible()
                && element.isEnabled()
                && element.getPropertyNames().allMatch(MARKUP::equals)
                && node.getFeatureIfInitialized(ElementListenerMap.class).isEmpty()
                && node.getFeatureIfInitialized(VirtualChildrenList.class).isEmpty()
                && element.getComponent()
                        .filter(its -> its instanceof AfterNavigationObserver || its instanceof BeforeEnterObserver)
                        .isEmpty()
                && element.getChildren().allMatch(this::isStill);
    }

    private static void write(Element element, StringBuilder markup) {
        if (element.isTextNode()) {
            escape(element.getText(), markup);
            return;
        }
        String tag = element.getTag();
        markup.append('<').append(tag);
        element.getAttributeNames().sorted().forEach(name -> {
            markup.append(' ').append(name).append("=\"");
            escape(element.getAttribute(name), markup);
            markup.append('"');
        });
        markup.append('>');
        if (!VOID.contains(tag)) {
            markup.append(element.getProperty(MARKUP, ""));
            element.getChildren().forEach(child -> write(child, markup));
            markup.append("</").append(tag).append('>');
        }
    }

    private static void escape(String text, StringBuilder markup) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '&' -> markup.append("&amp;");
                case '<' -> markup.append("&lt;");
                case '>' -> markup.append("&gt;");
                case '"' -> markup.append("&quot;");
                default -> markup.append(each);
            }
        }
    }
}
