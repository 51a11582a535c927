package org.plenary.record;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.feed.Envelope;

/** What the record keeps of membership's streams: of people, what each may act as; of others nothing. */
final class People {
    private People() {}

    static Document fold(@Nullable Document before, Envelope event) {
        return event.aggregate().equals("person")
                ? Authority.fold(before, event)
                : before == null ? new Document() : before;
    }
}
