package dev.chasqui.application.port;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An inference server, remote or built in. Safe for use by several threads.
 *
 * <p>All methods that ask the server throw {@link FailureException}: {@code BackendUnreachable},
 * {@code BackendTimeout}, {@code BackendFailed}, {@code BackendRefused} or {@code BackendBroke}.
 */
public interface Backend {

    /** Its name in the config, in logs and in messages. */
    String name();

    /** Where its data may go. */
    Zone zone();

    /**
     * Whether it loads and unloads models when a request of the form {@code LOAD} says so. One that
     * does not is never sent such a request.
     */
    default boolean loadsOnRequest() {
        return false;
    }

    /** Asks for the models that it offers now. */
    List<ModelInfo> models();

    /**
     * Sends a request, whose model is the id under which this backend knows it.
     *
     * <p>Returns when the answer has begun. Cancelling closes the connection at any time, also
     * while this method waits.
     *
     * @param asker for whom it is
     * @return the reply and what of the request had no meaning for this backend
     */
    Answer chat(ChatRequest request, Asker asker, Cancellation cancellation);

    /** Sends a request for nobody in particular. */
    default Answer chat(ChatRequest request, Cancellation cancellation) {
        return chat(request, Asker.NOBODY, cancellation);
    }

    /**
     * Sends a call as it is to the server of the call's model.
     *
     * <p>Returns when the answer has begun, whatever its status; but a server that refuses our key
     * has failed. Cancelling closes the connection at any time, also while this method waits.
     *
     * @param asker for whom it is
     * @throws FailureException with {@code NotFound} if this backend forwards nothing
     */
    default Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        throw new FailureException(
                new Failure.NotFound(
                        "backend '"
                                + name()
                                + "', which has the model '"
                                + call.model()
                                + "', forwards nothing; ask for a model of a server"));
    }

    /** What the server says of one model in the form of Ollama's show; empty where it has none. */
    Optional<Json.Obj> show(String model);

    /** The models it holds in memory, in the form of Ollama's ps; empty where it does not say. */
    List<Json.Obj> running();

    /** What there is to say of how a model is now; empty where that is not known. */
    default Json.Obj state(String model) {
        return Json.Obj.EMPTY;
    }

    /**
     * How many tokens the model reads at most, prompt and answer together, as it is loaded or would
     * be loaded now; empty where the server does not say.
     */
    default OptionalInt contextLength(String model) {
        return OptionalInt.empty();
    }

    /**
     * How many tokens a text has by the model's own tokenizer, without any that mark its beginning
     * or end; empty where the server does not count.
     */
    default OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return OptionalInt.empty();
    }

    /**
     * For whom a backend is asked.
     *
     * @param caller his name: those who wait for a model take turns
     * @param hops the servers of our kind that the request has been through, so that one which
     *     leads back to any of them is noticed
     * @param progress takes what is told before there is an answer
     */
    record Asker(String caller, List<String> hops, Consumer<String> progress) {
        /** One who comes straight from nowhere and listens to nothing. */
        public static final Asker NOBODY = new Asker("nobody", List.of(), _ -> {});

        /** The caller of an exchange, who is told of loading as that says. */
        public static Asker of(Exchange exchange) {
            return new Asker(exchange.caller().name(), exchange.hops(), exchange::loading);
        }

        public Asker {
            hops = List.copyOf(hops);
        }
    }

    /**
     * A reply as a backend gives it.
     *
     * @param dropped members of the request that have no meaning in the backend's dialect
     */
    record Answer(ChatReply reply, List<String> dropped) {
        public Answer {
            dropped = List.copyOf(dropped);
        }

        public Answer(ChatReply reply) {
            this(reply, List.of());
        }
    }
}
