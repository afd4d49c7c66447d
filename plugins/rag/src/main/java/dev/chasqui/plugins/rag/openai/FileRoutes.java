package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.plugins.rag.filestore.StoredFile;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.routes.FormReader;
import dev.chasqui.plugins.rag.routes.Uploads;
import dev.chasqui.plugins.rag.store.Submission;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of {@code /v1/files}. Safe for use by several threads. */
final class FileRoutes {
    private static final String ALL = "/v1/files";
    private static final String ONE = ALL + "/{file}";
    private static final int MOST_LISTED = 10_000;
    private static final long LEAST_SECONDS = 3_600;
    private static final long MOST_SECONDS = 2_592_000;

    /** The room for a form's boundaries and heads around the largest file. */
    private static final long FORM = 1L << 20;

    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    private final Rights rights;
    private final Uploads uploads;

    FileRoutes(Rights rights, Uploads uploads) {
        this.rights = rights;
        this.uploads = uploads;
    }

    List<WebRoute> all() {
        return List.of(
                new WebRoute(Method.POST, ALL, DocumentIntake.LARGEST + FORM, true, this::create),
                new WebRoute(Method.GET, ALL, this::list),
                new WebRoute(Method.GET, ONE, call -> RouteReply.ok(json(file(call)))),
                new WebRoute(Method.DELETE, ONE, this::delete),
                new WebRoute(Method.GET, ONE + "/content", this::content));
    }

    private StoredFile file(RouteCall call) {
        return rights.file(call, call.segment("file"));
    }

    private RouteReply create(RouteCall call) {
        try (Uploads.Batch batch = uploads.batch()) {
            FormReader.Form form = FormReader.read(call, batch);
            if (form.files().size() > 1) {
                throw Members.invalid("file", "the form has several (expected: one)");
            }
            Upload upload = form.files().getFirst();
            Submission.checkName(upload.name());
            StoredFile file =
                    rights.files()
                            .create(
                                    call.caller().identity().user(),
                                    upload,
                                    purpose(form.fields()),
                                    lifetime(form.fields()));
            return RouteReply.ok(json(file));
        }
    }

    private static String purpose(Map<String, String> fields) {
        String purpose = fields.getOrDefault("purpose", "");
        if (!PURPOSES.contains(purpose)) {
            throw Members.invalid(
                    "purpose",
                    "'" + purpose + "' (expected: assistants, user_data, or another of OpenAI's)");
        }
        return purpose;
    }

    private static Optional<Duration> lifetime(Map<String, String> fields) {
        String seconds = fields.get("expires_after[seconds]");
        String anchor = fields.getOrDefault("expires_after[anchor]", "created_at");
        if (!anchor.equals("created_at")) {
            throw Members.invalid("expires_after[anchor]", "expected: created_at");
        }
        if (seconds == null) {
            return Optional.empty();
        }
        long time = seconds.matches("[0-9]{1,9}") ? Long.parseLong(seconds) : 0;
        if (time < LEAST_SECONDS || time > MOST_SECONDS) {
            throw Members.invalid(
                    "expires_after[seconds]", "expected: " + LEAST_SECONDS + " to " + MOST_SECONDS);
        }
        return Optional.of(Duration.ofSeconds(time));
    }

    private RouteReply list(RouteCall call) {
        Optional<String> purpose = call.query("purpose").filter(text -> !text.isEmpty());
        List<Page.Entry<StoredFile>> entries =
                rights.files().all().stream()
                        .filter(file -> VectorStores.mayUse(call.caller(), file))
                        .filter(file -> purpose.map(file.purpose()::equals).orElse(true))
                        .map(file -> new Page.Entry<>(file.id(), file.created(), file))
                        .toList();
        return Page.of(call, entries, FileRoutes::json, MOST_LISTED, MOST_LISTED);
    }

    private RouteReply delete(RouteCall call) {
        StoredFile file = file(call);
        rights.stores().deleteFile(file, call.cancellation());
        return RouteReply.ok(OpenAiJson.deleted(file.id(), "file"));
    }

    private RouteReply content(RouteCall call) {
        StoredFile file = file(call);
        try {
            return RouteReply.stream(
                    "application/octet-stream",
                    new FilePull(rights.files().bytes(file).open(), file.name()));
        } catch (IOException e) {
            FailureException gone = Rights.notFound("file", file.id());
            gone.addSuppressed(e);
            throw gone;
        }
    }

    private static Json.Obj json(StoredFile file) {
        return Json.Obj.EMPTY
                .with("id", Json.of(file.id()))
                .with("object", Json.of("file"))
                .with("bytes", Json.of(file.bytes()))
                .with("created_at", Json.of(file.created().getEpochSecond()))
                .with("filename", Json.of(file.name()))
                .with("purpose", Json.of(file.purpose()))
                .with("status", Json.of("processed"))
                .with("status_details", Json.Null.NULL)
                .with("expires_at", OpenAiJson.time(file.expires()));
    }
}
