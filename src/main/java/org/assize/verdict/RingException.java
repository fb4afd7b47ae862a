package org.assize.verdict;

import org.jspecify.annotations.Nullable;

/** One member of a ring that is judged otherwise than the ring; {@code typology} is there exactly when it is fraud. */
public record RingException(
        String sellerId, Decision decision, @Nullable Typology typology) {}
