package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.plugins.rag.reading.Content;
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
 * Adds documents that come as JSON, {@code {"name","text"}}, or as files in a form. Of several
 * files all are read before the first is added, so that a broken one leaves nothing half done.
 */
final class Additions implements AutoCloseable {
    /** The largest document, and what JSON's escapes or a form's marks add to it. */
    static final long MOST_BODY = Uploads.LARGEST + (16L << 20);

    /** The body, its characters while it is parsed, and its text. */
    private static final long JSON_MEMORY = 6;

    private final Collections store;
    private final Uploads uploads;
    private final Memory memory = new Memory();
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
        try (Memory.Lease _ = memory.reserve(length * JSON_MEMORY, "the document")) {
            Json.Obj body = call.json();
            String name = text(body, "name");
            String text = text(body, "text");
            Uploads.check(name, text.length());
            return store.add(collection, Submission.ofText(name, text), call.cancellation());
        }
    }

    /** It would need as much memory as the longest, for as long as its client likes. */
    private static FailureException withoutLength() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "the body does not say how long it is (expected: a Content-Length, or the"
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

    /** A file that was read, with the memory that it takes. */
    private record Addition(Supplier<Receipt> how, Optional<Memory.Lease> lease)
            implements AutoCloseable {
        Receipt add() {
            return how.get();
        }

        @Override
        public void close() {
            lease.ifPresent(Memory.Lease::close);
        }
    }

    /** Reads a file, unless this version is there already, and says how it is to be added. */
    private Addition addition(CollectionName collection, Upload upload, Cancellation cancellation) {
        Submission.checkName(upload.name());
        String version = Submission.versionOf(upload.source());
        Optional<StoredDocument> there =
                store.document(collection, upload.name())
                        .filter(document -> document.version().equals(version));
        if (there.isPresent()) {
            Receipt receipt =
                    new Receipt(collection.value(), there.get(), Receipt.Outcome.UNCHANGED);
            return new Addition(() -> receipt, Optional.empty());
        }
        Memory.Lease lease = memory.reserve(reader.memory(upload), upload.name());
        try {
            Content content = reader.read(upload, cancellation);
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
                        ? Answers.receipt(receipts.getFirst())
                        : Json.Obj.EMPTY.with(
                                "documents",
                                new Json.Arr(
                                        receipts.stream().<Json>map(Answers::receipt).toList()));
        boolean made =
                receipts.stream().anyMatch(receipt -> receipt.outcome() == Receipt.Outcome.NEW);
        return made ? RouteReply.created(body) : RouteReply.ok(body);
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
