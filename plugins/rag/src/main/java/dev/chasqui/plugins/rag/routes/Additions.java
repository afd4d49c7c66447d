package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.intake.DocumentMemory;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.Receipt;
import dev.chasqui.plugins.rag.store.Submission;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The route that adds documents, sent as JSON, {@code {"name","text","title","metadata"}} or
 * several of these as {@code "documents"}, or as files in a form. All files of a form are read
 * before the first is added, so that a broken file leaves nothing half done. The memory for each
 * document is reserved before it is read. Safe for use by several threads.
 */
final class Additions {
    /**
     * The largest body in bytes: the largest document, and room for JSON's escapes or a form's
     * boundaries.
     */
    static final long MOST_BODY = DocumentIntake.LARGEST + (16L << 20);

    /**
     * The bytes of memory for each byte of a JSON body: the body, its characters while it is
     * parsed, and the text.
     */
    private static final long JSON_MEMORY = 6;

    private final Collections store;
    private final Uploads uploads;
    private final DocumentIntake intake;

    Additions(Collections store, Uploads uploads, DocumentIntake intake) {
        this.store = store;
        this.uploads = uploads;
        this.intake = intake;
    }

    RouteReply add(RouteCall call) {
        boolean form =
                call.contentType()
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
                        .isPresent();
        CollectionName collection = CollectionRoutes.collection(call);
        return form ? reply(addFiles(collection, call)) : addJson(collection, call);
    }

    private RouteReply addJson(CollectionName collection, RouteCall call) {
        long length = call.length().orElseThrow(Additions::withoutLength);
        try (DocumentMemory.Lease _ =
                intake.memory().reserve(length * JSON_MEMORY, "the document")) {
            Json.Obj body = call.json();
            if (body.get("documents").orElse(Json.Null.NULL)
                    instanceof Json.Arr(List<Json> documents)) {
                return addAll(collection, documents, call.cancellation());
            }
            Submission submission = DocumentJson.submission(body);
            return reply(List.of(store.add(collection, submission, call.cancellation())));
        }
    }

    /**
     * Adds several documents with one commit. One that cannot be accepted is reported in its place,
     * and the others are added.
     */
    private RouteReply addAll(
            CollectionName collection, List<Json> documents, Cancellation cancellation) {
        List<Submission> accepted = new ArrayList<>();
        List<Optional<Json>> refused = new ArrayList<>();
        for (Json document : documents) {
            try {
                Json.Obj object = document instanceof Json.Obj each ? each : Json.Obj.EMPTY;
                accepted.add(DocumentJson.submission(object));
                refused.add(Optional.empty());
            } catch (FailureException e) {
                refused.add(Optional.of(StoreJson.refusal(document, e.failure())));
            }
        }
        Iterator<Receipt> receipts = store.addAll(collection, accepted, cancellation).iterator();
        List<Json> results =
                refused.stream()
                        .map(refusal -> refusal.orElseGet(() -> StoreJson.receipt(receipts.next())))
                        .toList();
        return RouteReply.ok(Json.Obj.EMPTY.with("documents", new Json.Arr(results)));
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
        List<DocumentIntake.Prepared> files = new ArrayList<>();
        try (Uploads.Batch batch = uploads.batch()) {
            FormReader.Form form = FormReader.read(call, batch);
            for (Upload upload : form.files()) {
                files.add(intake.prepare(collection, upload, form.facts(), call.cancellation()));
            }
            return files.stream().map(DocumentIntake.Prepared::add).toList();
        } finally {
            files.forEach(DocumentIntake.Prepared::close);
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
}
