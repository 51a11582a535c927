package org.plenary.kernel.store;

/** The documents of the simulation. */
class InMemoryDocumentsTest extends DocumentsContract {
    private final Documents documents = InMemoryDocuments.space().of("things");

    @Override
    Documents documents() {
        return documents;
    }
}
