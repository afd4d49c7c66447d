package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ChangeCodec;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.IncomingChange;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.application.library.ModelChange;
import dev.chasqui.application.port.ChangeProgress;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The paths by which Ollama's clients change models: {@code create}, {@code copy}, {@code delete},
 * {@code pull}, {@code push} and {@code blobs}. Stateless.
 *
 * @param kind the path
 * @param clock the source of the time at which a model is made
 */
record OllamaChange(Kind kind, InstantSource clock) implements ChangeCodec {
    private static final int LONGEST_NAME = 350;
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1," + LONGEST_NAME + "}");
    private static final Pattern DIGEST = Pattern.compile("sha256[:-][0-9a-fA-F]{64}");
    private static final String BLOBS = "/api/blobs/";

    /** The paths. */
    enum Kind {
        CREATE("POST", "/api/create", "from", true),
        COPY("POST", "/api/copy", "source", false),
        DELETE("DELETE", "/api/delete", "model", false),
        PULL("POST", "/api/pull", "model", true),
        PUSH("POST", "/api/push", "model", true),
        HAS_FILE("HEAD", BLOBS + "{digest}", "", false),
        UPLOAD("POST", BLOBS + "{digest}", "", false);

        private final String method;
        private final String path;

        /** The member with the name of a model that exists. */
        private final String subject;

        private final boolean reported;

        Kind(String method, String path, String subject, boolean reported) {
            this.method = method;
            this.path = path;
            this.subject = subject;
            this.reported = reported;
        }
    }

    ClientPath path() {
        return new ClientPath.Change(kind.method, kind.path, kind == Kind.UPLOAD, this);
    }

    @Override
    public IncomingChange decode(ClientPath.Question question) {
        return switch (kind) {
            case HAS_FILE, UPLOAD -> file(question.segment("digest"));
            case CREATE, COPY, DELETE, PULL, PUSH -> decode(question.body());
        };
    }

    private IncomingChange file(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw invalid("digest", "invalid digest format");
        }
        return new IncomingChange(
                new ModelChange.File(digest, kind == Kind.UPLOAD),
                kind.reported,
                false,
                BLOBS + digest,
                Optional.empty());
    }

    private IncomingChange decode(byte[] body) {
        if (body.length == 0) {
            throw new FailureException(
                    new Failure.Invalid(Optional.empty(), "missing request body"));
        }
        BodyScan scan = BodyScan.of(body);
        boolean stream = scan.flag("stream").orElse(true);
        ModelChange change =
                switch (kind) {
                    case CREATE ->
                            OllamaCreation.read(
                                    (Json.Obj) JsonReader.readRequest(body, 0, body.length),
                                    requiredName(scan, "invalid model name"),
                                    clock.instant());
                    case COPY ->
                            new ModelChange.Copy(
                                    copied(scan, "source"), copied(scan, "destination"));
                    case DELETE -> new ModelChange.Delete(requiredName(scan, "model is required"));
                    case PUSH -> new ModelChange.Push(requiredName(scan, "model is required"));
                    case PULL -> new ModelChange.Pull(requiredName(scan, "invalid model name"));
                    case HAS_FILE, UPLOAD -> throw new IllegalStateException("it has no body");
                };
        return new IncomingChange(
                change,
                kind.reported,
                kind.reported && stream,
                kind.path,
                Optional.of(name -> forwarded(scan, name)));
    }

    /**
     * Returns the body for an Ollama, with its name of the model. Steps are always asked for as a
     * stream: a download may take longer than any wait for the first byte of an answer.
     */
    private byte[] forwarded(BodyScan scan, String name) {
        Splice splice = new Splice(scan);
        if (!name.isEmpty() && !scan.text(kind.subject).equals(Optional.of(name))) {
            splice.set(kind.subject, Json.of(name));
        }
        if (kind.reported && !scan.flag("stream").orElse(true)) {
            splice.set("stream", Json.of(true));
        }
        return splice.bytes();
    }

    private static String requiredName(BodyScan scan, String missing) {
        String name = OllamaModels.named(scan).orElseThrow(() -> invalid("model", missing));
        if (!NAME.matcher(name).matches()) {
            throw invalid("model", "invalid model name");
        }
        return name;
    }

    private static String copied(BodyScan scan, String member) {
        String name = scan.text(member).orElse("");
        if (!NAME.matcher(name).matches()) {
            throw invalid(member, member + " " + Json.of(name) + " is invalid");
        }
        return name;
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public byte[] step(ChangeProgress step) {
        return switch (step) {
            case ChangeProgress.Step(String text) -> status(text).toBytes();
            case ChangeProgress.Transfer(String digest, long total, long completed) -> {
                Json.Obj line =
                        status("pulling " + shown(digest))
                                .with("digest", Json.of(digest))
                                .with("total", Json.of(total));
                yield (completed == 0 ? line : line.with("completed", Json.of(completed)))
                        .toBytes();
            }
        };
    }

    private static Json.Obj status(String text) {
        return Json.Obj.EMPTY.with("status", Json.of(text));
    }

    /** Returns the first twelve digits of a checksum. */
    private static String shown(String digest) {
        int from = digest.indexOf(':') + 1;
        return digest.substring(from, Math.min(digest.length(), from + 12));
    }

    @Override
    public byte[] success() {
        return status("success").toBytes();
    }

    @Override
    public boolean isSuccess(byte[] line) {
        return object(line).text("status").equals(Optional.of("success"));
    }

    @Override
    public boolean isError(byte[] line) {
        return object(line).get("error").isPresent();
    }

    private static Json.Obj object(byte[] line) {
        try {
            return JsonReader.read(line) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        } catch (FailureException e) {
            return Json.Obj.EMPTY;
        }
    }

    /** Returns all paths. */
    static List<ClientPath> paths(InstantSource clock) {
        return List.of(Kind.values()).stream()
                .map(kind -> new OllamaChange(kind, clock).path())
                .toList();
    }
}
