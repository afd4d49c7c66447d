package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.plugins.rag.reading.DocumentText;
import dev.chasqui.plugins.rag.reading.FileReader;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.Receipt;
import dev.chasqui.plugins.rag.store.StoredDocument;
import dev.chasqui.plugins.rag.store.Submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The route that adds documents, sent as JSON, {@code {"name","text"}}, or as files in a form. All
 * files of a form are read before the first is added, so that a broken file leaves nothing half
 * done. The memory for each document is reserved before it is read. Safe for use by several
 * threads.
 */
final class Additions implements AutoCloseable {
    /**
     * The largest body in bytes: the largest document, and room for JSON's escapes or a form's
     * boundaries.
     */
    static final long MOST_BODY = Uploads.LARGEST + (16L << 20);

    /**
     * The bytes of memory for each byte of a JSON body: the body, its characters while it is
     * parsed, and the text.
     */
    private static final long JSON_MEMORY = 6;

    private final Collections store;
    private final Uploads uploads;
    private final DocumentMemory memory = new DocumentMemory();
    private final FileReader reader = new FileReader();

    Additions(Collections store, Uploads uploads) {
        this.store = store;
        this.uploads = uploads;
    }

    @Override
    public void close() {
        reader.close();
    }

    RouteReply add(RouteCall call) {
        boolean form =
                call.contentType()
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
                        .isPresent();
        CollectionName collection = CollectionRoutes.collection(call);
        return reply(form ? addFiles(collection, call) : List.of(addText(collection, call)));
    }

    private Receipt addText(CollectionName collection, RouteCall call) {
        long length = call.length().orElseThrow(Additions::withoutLength);
        try (DocumentMemory.Lease _ = memory.reserve(length * JSON_MEMORY, "the document")) {
            Json.Obj body = call.json();
            String name = text(body, "name");
            String text = text(body, "text");
            Uploads.check(name, text.length());
            return store.add(collection, Submission.ofText(name, text), call.cancellation());
        }
    }

    /**
     * Returns the failure of a JSON body without a length. It would have to reserve memory for the
     * longest body, for as long as its client takes.
     */
    private static FailureException withoutLength() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "the body has no declared length (expected: a Content-Length, or the"
                                + " document as a file of a multipart form)"));
    }

    private List<Receipt> addFiles(CollectionName collection, RouteCall call) {
        List<Addition> additions = new ArrayList<>();
        try (Uploads.Batch batch = uploads.batch()) {
            for (Upload upload : FormReader.read(call, batch)) {
                additions.add(addition(collection, upload, call.cancellation()));
            }
            return additions.stream().map(Addition::add).toList();
        } finally {
            additions.forEach(Addition::close);
        }
    }

    /** A file that has been read and can be added, with the memory reserved for it. */
    private record Addition(Supplier<Receipt> adding, Optional<DocumentMemory.Lease> lease)
            implements AutoCloseable {
        Receipt add() {
            return adding.get();
        }

        @Override
        public void close() {
            lease.ifPresent(DocumentMemory.Lease::close);
        }
    }

    /**
     * Reads a file and returns its addition. A file whose version the collection holds already is
     * not read.
     */
    private Addition addition(CollectionName collection, Upload upload, Cancellation cancellation) {
        Submission.checkName(upload.name());
        String version = Submission.versionOf(upload.bytes());
        Optional<StoredDocument> stored =
                store.document(collection, upload.name())
                        .filter(document -> document.version().equals(version));
        if (stored.isPresent()) {
            Receipt receipt =
                    new Receipt(collection.value(), stored.get(), Receipt.Outcome.UNCHANGED);
            return new Addition(() -> receipt, Optional.empty());
        }
        DocumentMemory.Lease lease = memory.reserve(reader.memory(upload), upload.name());
        try {
            DocumentText content = reader.read(upload, cancellation);
            Submission submission = Submission.of(upload, version, content);
            lease.shrinkTo((long) Character.BYTES * content.text().length());
            return new Addition(
                    () -> store.add(collection, submission, cancellation), Optional.of(lease));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private static RouteReply reply(List<Receipt> receipts) {
        Json.Obj body =
                receipts.size() == 1
                        ? StoreJson.receipt(receipts.getFirst())
                        : Json.Obj.EMPTY.with(
                                "documents",
                                new Json.Arr(
                                        receipts.stream().<Json>map(StoreJson::receipt).toList()));
        boolean created =
                receipts.stream().anyMatch(receipt -> receipt.outcome() == Receipt.Outcome.NEW);
        return created ? RouteReply.created(body) : RouteReply.ok(body);
    }

    private static String text(Json.Obj body, String member) {
        return body.text(member)
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(
                                                member,
                                                member
                                                        + ": is missing or no string (expected:"
                                                        + " {\"name\": \"...\", \"text\":"
                                                        + " \"...\"}, or a form with files)")));
    }
}
