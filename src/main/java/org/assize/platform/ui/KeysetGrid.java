package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A dense list that grows as it is scrolled, read by keyset. It asks for no total and no offset, so page one and page
 * ten thousand cost the same.
 *
 * @param <T> a row
 */
public final class KeysetGrid<T> extends Grid<T> {

    private static final int PAGE = 50;

    public KeysetGrid() {
        super(PAGE);
        addClassName("dense-grid");
        addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_NO_ROW_BORDERS);
        setSelectionMode(SelectionMode.NONE);
    }

    /** Shows a list from its start; call again with another source when the filter or the order changes. */
    public <K> KeysetGrid<T> show(KeysetSource<T, K> source) {
        return show(source, row -> row);
    }

    /** @param idOf what names a row for as long as it lives, so that it can be refreshed where it stands */
    <K> KeysetGrid<T> show(KeysetSource<T, K> source, Function<T, ?> idOf) {
        KeysetPages<T, K> pages = new KeysetPages<>(source);
        CallbackDataProvider<T, Void> provider = new CallbackDataProvider<>(
                query -> fetch(pages, query.getOffset(), query.getLimit()),
                query -> {
                    throw new IllegalStateException("A keyset list is never counted");
                },
                idOf::apply);
        setItems(provider);
        getLazyDataView().setItemCountUnknown();
        return this;
    }

    /** What stands here when the list has no row. */
    public KeysetGrid<T> whenEmpty(Component component) {
        setEmptyStateComponent(component);
        return this;
    }

    private static <T, K> Stream<T> fetch(KeysetPages<T, K> pages, int offset, int limit) {
        if (offset == 0) {
            pages.forget();
        }
        return pages.rows(offset, limit).stream();
    }
}
