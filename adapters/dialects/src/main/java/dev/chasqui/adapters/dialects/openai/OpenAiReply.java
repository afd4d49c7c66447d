package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A whole reply or a chunk of a stream, reduced to the choice of index 0 and the usage. It is read
 * in one pass that validates all of it and keeps nothing else. Used by one thread.
 */
final class OpenAiReply {
    private static final JsonNames MEMBERS =
            JsonNames.of(
                    "choices", "usage", "timings", "model", "error", "object", "detail", "message",
                    "errors", "code");

    private final Consumer<OpenAiChoice> each;
    private @Nullable OpenAiChoice choice;
    private Json usage = Json.Null.NULL;
    private Json timings = Json.Null.NULL;
    private boolean nameless;
    private boolean erroneous;

    /** True if it has a member that reports an error in an object without choices. */
    private boolean mayBeError;

    private boolean hasChoices;

    private OpenAiReply(Consumer<OpenAiChoice> each) {
        this.each = each;
    }

    /**
     * Reads an object of a reply.
     *
     * @param each receives each choice
     * @throws FailureException with {@code BackendFailed} if the text is not a JSON object
     */
    static OpenAiReply read(
            String backend, JsonScanner in, Frame.Kind kind, Consumer<OpenAiChoice> each) {
        OpenAiReply reply = new OpenAiReply(each);
        try {
            boolean object = in.kind() == JsonKind.OBJECT;
            if (object) {
                reply.read(in, kind == Frame.Kind.CHUNK ? "delta" : "message");
            } else {
                in.skip();
            }
            in.finish();
            if (object) {
                return reply;
            }
        } catch (FailureException e) {
            throw failed(backend, e.failure().message());
        }
        throw failed(backend, "expected a JSON object");
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "its answer is not a chat reply: " + why));
    }

    private void read(JsonScanner in, String messageMember) {
        in.enter();
        while (in.nextMember()) {
            switch (in.name(MEMBERS)) {
                case "choices" -> readChoices(in, messageMember);
                case "usage" -> usage = in.value();
                case "timings" -> timings = in.value();
                case "model" -> nameless = in.isText("");
                case "error" -> {
                    erroneous |= in.kind() != JsonKind.NULL;
                    in.skip();
                }
                case "object" -> erroneous |= in.isText("error");
                case "detail", "message", "errors", "code" -> {
                    mayBeError = true;
                    in.skip();
                }
                default -> in.skip();
            }
        }
    }

    /** Reads the choices. Only the one of index 0 is kept. */
    private void readChoices(JsonScanner in, String messageMember) {
        if (in.kind() != JsonKind.ARRAY) {
            in.skip();
            return;
        }
        in.enter();
        hasChoices = true;
        for (int place = 0; in.nextItem(); place++) {
            if (in.kind() != JsonKind.OBJECT) {
                in.skip();
                continue;
            }
            OpenAiChoice read = OpenAiChoice.read(in, place, messageMember);
            each.accept(read);
            if (choice == null && read.index() == 0) {
                choice = read;
            }
        }
    }

    /** Returns the choice of index 0; null if there is none. */
    @Nullable OpenAiChoice choice() {
        return choice;
    }

    /** Returns the reported usage, with timings if there are any. */
    Optional<Usage> reported() {
        return OpenAiUsage.reported(usage, timings);
    }

    /** Returns the usage that follows from llama.cpp's timings. */
    Optional<Usage> measured() {
        return OpenAiUsage.measured(timings);
    }

    /** Returns true if the name of its model is empty. */
    boolean nameless() {
        return nameless;
    }

    /** Returns true if it looks like an error, so that the text is worth reading again. */
    boolean erroneous() {
        return erroneous || (mayBeError && !hasChoices);
    }
}
