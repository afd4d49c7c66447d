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
final class Additions {
    /** 64 MiB, and what JSON's escapes or a form's marks add to a large text. */
    static final long MOST_BODY = 80L << 20;

    private final Collections store;
    private final FileReader reader = new FileReader();

    Additions(Collections store) {
        this.store = store;
    }

    RouteReply add(RouteCall call) {
        CollectionName collection = CollectionRoutes.collection(call);
        boolean form =
                call.contentType()
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
                        .isPresent();
        if (!form) {
            return reply(List.of(addText(collection, call)));
        }
        List<Supplier<Receipt>> additions = new ArrayList<>();
        for (Upload upload : FormReader.read(call)) {
            additions.add(addition(collection, upload, call.cancellation()));
        }
        return reply(additions.stream().map(Supplier::get).toList());
    }

    private Receipt addText(CollectionName collection, RouteCall call) {
        Json.Obj body = call.json();
        Submission submission = Submission.ofText(text(body, "name"), text(body, "text"));
        return store.add(collection, submission, call.cancellation());
    }

    /** Reads a file, unless this version is there already, and says how it is to be added. */
    private Supplier<Receipt> addition(
            CollectionName collection, Upload upload, Cancellation cancellation) {
        Submission.checkName(upload.name());
        String version = Submission.versionOf(upload.bytes());
        Optional<StoredDocument> there =
                store.document(collection, upload.name())
                        .filter(document -> document.version().equals(version));
        if (there.isPresent()) {
            Receipt receipt =
                    new Receipt(collection.value(), there.get(), Receipt.Outcome.UNCHANGED);
            return () -> receipt;
        }
        Content content = reader.read(upload, cancellation);
        Submission submission = Submission.of(upload.name(), upload.bytes(), content);
        return () -> store.add(collection, submission, cancellation);
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
