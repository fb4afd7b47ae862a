package org.assize.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeysetPagesTest {

    private final List<Integer> asked = new ArrayList<>();

    @Property(tries = 300)
    void anyWindowIsWhatAnOffsetWouldHaveGiven(
            @ForAll @IntRange(max = 400) int rows,
            @ForAll @IntRange(max = 300) int first,
            @ForAll @IntRange(max = 500) int second) {
        KeysetPages<Integer, Integer> pages = new KeysetPages<>(counting(rows));
        for (int from : new int[] {first, second, first}) {
            assertThat(pages.rows(from, 50))
                    .isEqualTo(IntStream.range(0, rows)
                            .skip(from)
                            .limit(50)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void scrollingOnReadsOnePageAtATime() {
        KeysetPages<Integer, Integer> pages = new KeysetPages<>(counting(10_000));
        for (int from = 0; from < 2_000; from += 50) {
            pages.rows(from, 50);
        }
        assertThat(asked).hasSize(40).allMatch(limit -> limit == 50);
    }

    private KeysetSource<Integer, Integer> counting(int rows) {
        return new KeysetSource<>() {
            @Override
            public List<Integer> page(@Nullable Integer after, int limit) {
                asked.add(limit);
                int start = after == null ? 0 : after + 1;
                return IntStream.range(start, Math.min(rows, start + limit))
                        .boxed()
                        .toList();
            }

            @Override
            public Integer positionOf(Integer row) {
                return row;
            }
        };
    }
}
