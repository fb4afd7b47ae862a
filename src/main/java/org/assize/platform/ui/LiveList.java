package org.assize.platform.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link KeysetGrid} that stays true while others act. Rows that are in sight change where they stand; rows that have
 * come or gone are counted in this line ("3 new, 2 gone") until the person asks for them, so that nothing moves under a
 * hand. Put it where it takes room of its own, such as a toolbar.
 *
 * @param <T> a row
 * @param <I> what names a row for as long as it lives
 */
public final class LiveList<T, I> extends Div {

    public static final String REFRESH_KEY = ".";

    /** Rows from the start of the list that are compared; who has scrolled further is not told of what changes there. */
    private static final int COMPARED = 100;

    /** So many may come in front before rows that were only pushed down count as gone. */
    private static final int MARGIN = 50;

    private final KeysetGrid<T> grid;
    private final Function<T, I> idOf;
    private final Function<Set<I>, List<T>> again;
    private final Span words = new Span();

    private @Nullable Shown<?> shown;
    private final Set<I> gone = new HashSet<>();

    /** @param again rows by their ids, as they are now, wherever they are now; for those that have left the list */
    public LiveList(KeysetGrid<T> grid, Function<T, I> idOf, Function<Set<I>, List<T>> again) {
        this.grid = grid;
        this.idOf = idOf;
        this.again = again;
        addClassName("list-news");
        getElement().setAttribute("role", "status");
        Button refresh = new Button(Texts.t("platform.list.refresh"), Glyph.REFRESH.icon(), event -> refresh());
        refresh.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        add(words, ViewKeys.click(refresh, REFRESH_KEY));
        setVisible(false);
    }

    /** Shows a list from its start; call again when the filter or the order changes. */
    public <K> void show(KeysetSource<T, K> source) {
        shown = new Shown<>(source);
        refresh();
    }

    /** A row that has left the list and still stands where it was. */
    public boolean isGone(T row) {
        return gone.contains(idOf.apply(row));
    }

    /** Something may have changed: compares what is shown with what is true. */
    public void look() {
        if (shown != null) {
            shown.compare();
        }
    }

    private void refresh() {
        gone.clear();
        setVisible(false);
        if (shown != null) {
            shown.draw();
        }
    }

    private final class Shown<K> {
        private final KeysetSource<T, K> source;
        private final LinkedHashSet<I> ids = new LinkedHashSet<>();
        private boolean whole;

        Shown(KeysetSource<T, K> source) {
            this.source = source;
        }

        void draw() {
            ids.clear();
            grid.show(
                    new KeysetSource<T, K>() {
                        @Override
                        public List<T> page(@Nullable K after, int limit) {
                            List<T> rows = source.page(after, limit);
                            if (after == null) {
                                ids.clear();
                                whole = rows.size() < limit;
                                rows.stream().limit(COMPARED).map(idOf).forEach(ids::add);
                            }
                            return rows;
                        }

                        @Override
                        public K positionOf(T row) {
                            return source.positionOf(row);
                        }
                    },
                    idOf);
        }

        void compare() {
            List<T> now = source.page(null, ids.size() + MARGIN);
            if (ids.isEmpty()) {
                if (!now.isEmpty()) {
                    refresh();
                }
                return;
            }
            Set<I> left = new LinkedHashSet<>(ids);
            List<I> fresh = new ArrayList<>();
            List<T> kept = new ArrayList<>();
            int unseen = 0;
            for (T row : now) {
                I id = idOf.apply(row);
                if (ids.contains(id)) {
                    left.remove(id);
                    unseen += fresh.size();
                    fresh.clear();
                    kept.add(row);
                } else {
                    fresh.add(id);
                }
            }
            if (whole || left.size() == ids.size()) {
                unseen += fresh.size();
            }
            gone.clear();
            gone.addAll(left);
            kept.forEach(grid.getDataProvider()::refreshItem);
            if (!left.isEmpty()) {
                again.apply(Set.copyOf(left)).forEach(grid.getDataProvider()::refreshItem);
            }
            List<String> news = new ArrayList<>();
            if (unseen > 0) {
                news.add(Texts.t("platform.list.new", unseen));
            }
            if (!left.isEmpty()) {
                news.add(Texts.t("platform.list.gone", left.size()));
            }
            words.setText(String.join(" · ", news));
            setVisible(!news.isEmpty());
        }
    }
}
