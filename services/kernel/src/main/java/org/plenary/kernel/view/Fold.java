package org.plenary.kernel.view;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;

/**
 * Folds one stream's events into one document, purely. The result is kept under the stream's id with its version; the
 * fold neither reads nor writes {@code _id}, {@code version} and {@code eventHash}. Values are strings, numbers,
 * booleans, documents and lists: what a rebuild makes again byte for byte.
 */
@FunctionalInterface
public interface Fold {
    /** The document after the event; {@code before} is null at the first, and may be changed and returned. */
    Document fold(@Nullable Document before, Envelope event);
}
