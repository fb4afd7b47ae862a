package org.assize.ingest.ui;

import org.assize.ingest.kafka.DeadLetter;

/** Why a message was set aside, in the reader's language. */
final class DeadLetterWords {

    private DeadLetterWords() {}

    static String reason(DeadLetter letter) {
        String column = letter.reject().column();
        String words = FeedWords.of(letter.reject().complaint());
        return column == null ? words : column + " " + words;
    }
}
