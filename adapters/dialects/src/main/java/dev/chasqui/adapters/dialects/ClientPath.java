package dev.chasqui.adapters.dialects;

/**
 * A path that a dialect's clients use, and what the server does there.
 *
 * <p>A segment of a path in braces stands for any one segment, and one with a plus, as in {@code
 * /v1/models/{+id}}, for one or more; both are asked for by their name.
 */
public sealed interface ClientPath {

    String path();

    /** A path to which clients post what a model shall answer. */
    record Chat(String path, ClientCodec codec) implements ClientPath {}

    /** A path where clients ask for something that is known without a model's answer. */
    record Lookup(Method method, String path, Finder finder) implements ClientPath {

        /** A lookup without a body. */
        public static Lookup get(String path, Finder finder) {
            return new Lookup(Method.GET, path, finder);
        }

        /** A lookup that says in a body what it is for. */
        public static Lookup post(String path, Finder finder) {
            return new Lookup(Method.POST, path, finder);
        }
    }

    /** The methods of lookups; HEAD is answered wherever GET is. */
    enum Method {
        GET,
        POST
    }

    /** Finds the answer to a lookup. */
    @FunctionalInterface
    interface Finder {
        /**
         * The body in JSON of an answer with status 200.
         *
         * @throws dev.chasqui.domain.failure.FailureException if there is none
         */
        byte[] find(Question question);
    }

    /** What a client asks at the path of a lookup. */
    interface Question {
        /** What stands in the path for the segment of this name, decoded. */
        String segment(String name);

        /** The body as it was sent. */
        byte[] body();
    }
}
