package dev.chasqui.adapters.dialects;

import dev.chasqui.application.models.Models;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.domain.model.ModelKind;

import java.util.Optional;
import java.util.function.Function;

/**
 * A path that a dialect's clients use, and the operation there.
 *
 * <p>A segment of a path in braces stands for any one segment; one with a plus, as in {@code
 * /v1/models/{+id}}, stands for one or more. Each is looked up by its name.
 */
public sealed interface ClientPath {

    String path();

    /** A path that takes requests which a model answers. */
    record Chat(String path, ClientCodec codec) implements ClientPath {}

    /** A path that takes requests of the Responses API. */
    record Respond(String path, ClientResponseCodec codec) implements ClientPath {}

    /**
     * A path that takes requests which a model answers, at once or, if the client prefers that,
     * later: the answer is then found at the path with the request's id behind it.
     */
    record Deferrable(String path, DeferrableCodec codec) implements ClientPath {

        /** Returns the same path for requests that are answered at once. */
        public Chat chat() {
            return new Chat(path, codec);
        }
    }

    /** A path that takes requests for embeddings. */
    record Embed(String path, ClientEmbeddingCodec codec) implements ClientPath {}

    /** A path that takes questions how many tokens a chat has. */
    record Count(String path, ClientCountCodec codec) implements ClientPath {}

    /** A path that takes questions which a model answers with probabilities. */
    record Decide(String path, ClientDecisionCodec codec) implements ClientPath {}

    /**
     * A path whose requests are relayed: of these only the model's name is read and replaced.
     *
     * @param target the path on the model's server
     * @param kind the kind of request, which the model must answer
     * @param takesForms true if the body may be a form with files
     */
    record Relay(String path, String target, ModelKind kind, boolean takesForms)
            implements ClientPath {}

    /**
     * A path whose requests are relayed, except for those whose text begins with a command: these
     * are chats.
     *
     * @param relay the path and the target of the requests that are relayed
     * @param text returns the text of a request's body; empty if it has none, or several
     * @param codec the codec of the requests that are chats
     */
    record CommandedRelay(Relay relay, Function<byte[], Optional<String>> text, ClientCodec codec)
            implements ClientPath {
        @Override
        public String path() {
            return relay.path();
        }
    }

    /**
     * A path that changes the models of the server; for administrators.
     *
     * @param method the HTTP method, such as {@code DELETE}
     * @param ofAnySize true if the body may have any length
     */
    record Change(String method, String path, boolean ofAnySize, ChangeCodec codec)
            implements ClientPath {}

    /** A path that answers questions without a model. */
    record Lookup(Method method, String path, Finder finder) implements ClientPath {

        /** Returns a lookup by GET, without a body. */
        public static Lookup get(String path, Finder finder) {
            return new Lookup(Method.GET, path, finder);
        }

        /** Returns a lookup by POST, whose body is the question. */
        public static Lookup post(String path, Finder finder) {
            return new Lookup(Method.POST, path, finder);
        }
    }

    /** The methods of lookups. HEAD is answered wherever GET is. */
    enum Method {
        GET,
        POST
    }

    /** The function that finds the answer to a lookup. */
    @FunctionalInterface
    interface Finder {
        /**
         * Returns the JSON body of an answer with status 200.
         *
         * @throws dev.chasqui.domain.failure.FailureException if there is no answer
         */
        byte[] find(Question question);
    }

    /** A client's request at the path of a lookup. */
    interface Question {
        /** Returns the decoded part of the path that matched the segment of this name. */
        String segment(String name);

        /** Returns the body as it was sent. */
        byte[] body();

        /** Returns the models that the caller may be shown. */
        ModelView view();

        /** Returns those of the models that the caller may be shown. */
        default ShownModels shown(Models models) {
            return new ShownModels(models, view());
        }
    }
}
