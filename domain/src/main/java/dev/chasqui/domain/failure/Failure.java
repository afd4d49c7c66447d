package dev.chasqui.domain.failure;

import dev.chasqui.domain.similarity.Similar;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why an exchange has no reply, or no whole one.
 *
 * <p>Values until the edge, where each dialect maps them to its own status and envelope. A message
 * says what was wrong, with which value, and what to do; never a key, a path of this machine or the
 * text of a conversation. What follows from a failure it says itself, so that a new kind is one
 * record: whose fault it is, when to come again, whether another backend may answer.
 */
public sealed interface Failure {

    /** A short name for logs, metrics and programs, such as {@code model_not_found}. */
    String code();

    /** One or two sentences for the caller. */
    String message();

    /** Whose fault it is. */
    Fault fault();

    /** How long the caller should wait before it asks again; empty where waiting does not help. */
    default Optional<Duration> comeAgainAfter() {
        return Optional.empty();
    }

    /** Whether another backend that has the model may answer the same request. */
    default boolean anotherMayAnswer() {
        return false;
    }

    /** A failure that the caller can mend by asking for something else, or in another way. */
    sealed interface OfCaller extends Failure {
        @Override
        default Fault fault() {
            return Fault.CALLER;
        }
    }

    /**
     * A failure that the operator of the server can mend: its setup, or too little of something.
     */
    sealed interface OfOperator extends Failure {
        @Override
        default Fault fault() {
            return Fault.OPERATOR;
        }
    }

    /** A failure that a backend caused, or that was met on the way to it. */
    sealed interface OfBackend extends Failure {
        /** The backend's name. */
        String backend();

        @Override
        default Fault fault() {
            return Fault.BACKEND;
        }

        @Override
        default boolean anotherMayAnswer() {
            return true;
        }
    }

    /**
     * The request is wrong.
     *
     * @param field the member that is wrong, such as {@code messages[2].content}; empty if it is
     *     the request as a whole
     */
    record Invalid(Optional<String> field, String message) implements OfCaller {
        public Invalid(String field, String message) {
            this(Optional.of(field), message);
        }

        @Override
        public String code() {
            return "invalid_request";
        }
    }

    /** The body or the head of the request is larger than the server takes. */
    record TooLarge(String message) implements OfCaller {
        @Override
        public String code() {
            return "request_too_large";
        }
    }

    /**
     * The body is packed in a way that the server does not unpack.
     *
     * @param accepted the content codings that it does, as {@code Accept-Encoding} lists them
     */
    record UnknownCoding(String message, String accepted) implements OfCaller {
        @Override
        public String code() {
            return "unsupported_encoding";
        }
    }

    /** There is no key, or an unknown one. */
    record Unauthenticated(String message) implements OfCaller {
        @Override
        public String code() {
            return "invalid_api_key";
        }
    }

    /** The caller is known and may not do this. */
    record Forbidden(String message) implements OfCaller {
        @Override
        public String code() {
            return "forbidden";
        }
    }

    /** No backend has the model. */
    record UnknownModel(String model, List<String> known) implements OfCaller {
        public UnknownModel {
            known = List.copyOf(known);
        }

        @Override
        public String code() {
            return "model_not_found";
        }

        @Override
        public String message() {
            return "model '"
                    + model
                    + "' not found"
                    + (known.isEmpty()
                            ? "; no backend has a model yet"
                            : "; there are: " + Similar.several(model, known));
        }
    }

    /** What the request names is not there; for a model there is {@link UnknownModel}. */
    record NotFound(String message) implements OfCaller {
        @Override
        public String code() {
            return "not_found";
        }
    }

    /** The request has been through this server before. */
    record Loop(String message) implements OfOperator {
        @Override
        public String code() {
            return "loop_detected";
        }
    }

    /** Too much to do at the moment. */
    record Overloaded(String message, Duration retryAfter) implements OfOperator {
        @Override
        public String code() {
            return "overloaded";
        }

        @Override
        public Optional<Duration> comeAgainAfter() {
            return Optional.of(retryAfter);
        }

        /** {@inheritDoc} A pool whose queue is full does not say anything of the other backends. */
        @Override
        public boolean anotherMayAnswer() {
            return true;
        }
    }

    /** There is no room on the server's disk for what was to be kept. */
    record DiskFull(String message) implements OfOperator {
        @Override
        public String code() {
            return "disk_full";
        }
    }

    /**
     * A backend found the request wrong; its answer is for the caller.
     *
     * @param status the backend's HTTP status: 400, 404, 413, 422 or 429
     * @param type the kind of error in the backend's own words, where it has some
     * @param retryAfter how long the backend asks to wait, where it does
     * @param onlyHere whether it says what this backend cannot do, so that another one may answer
     */
    record BackendRefused(
            String backend,
            int status,
            String message,
            Optional<String> type,
            Optional<String> param,
            Optional<String> backendCode,
            Optional<Duration> retryAfter,
            boolean onlyHere)
            implements OfBackend {
        /** One that every backend would say. */
        public BackendRefused(
                String backend,
                int status,
                String message,
                Optional<String> type,
                Optional<String> param,
                Optional<String> backendCode,
                Optional<Duration> retryAfter) {
            this(backend, status, message, type, param, backendCode, retryAfter, false);
        }

        @Override
        public String code() {
            return "backend_refused";
        }

        @Override
        public Fault fault() {
            return Fault.CALLER;
        }

        @Override
        public Optional<Duration> comeAgainAfter() {
            return retryAfter;
        }

        @Override
        public boolean anotherMayAnswer() {
            return onlyHere || status == 404 || status == 429;
        }
    }

    /** A backend cannot be reached. */
    record BackendUnreachable(String backend, String why) implements OfBackend {
        @Override
        public String code() {
            return "backend_unreachable";
        }

        @Override
        public String message() {
            return "backend '" + backend + "' cannot be reached: " + why;
        }
    }

    /**
     * A backend answered with an error of its own, or with something that is no answer.
     *
     * @param why what we saw
     * @param said what the backend says of it in its own words; they may quote the conversation
     */
    record BackendFailed(String backend, String why, Optional<String> said) implements OfBackend {
        public BackendFailed(String backend, String why) {
            this(backend, why, Optional.empty());
        }

        @Override
        public String code() {
            return "backend_failed";
        }

        @Override
        public String message() {
            return "backend '"
                    + backend
                    + "' failed: "
                    + why
                    + said.map(words -> ": " + words).orElse("");
        }
    }

    /**
     * A backend's reply broke off before its end.
     *
     * @param why what we saw
     * @param said what the backend says of it in its own words; they may quote the conversation
     */
    record BackendBroke(String backend, String why, Optional<String> said) implements OfBackend {
        public BackendBroke(String backend, String why) {
            this(backend, why, Optional.empty());
        }

        @Override
        public String code() {
            return "backend_broke_off";
        }

        @Override
        public String message() {
            return "backend '"
                    + backend
                    + "' broke off its reply: "
                    + why
                    + said.map(words -> ": " + words).orElse("");
        }
    }

    /**
     * A backend was silent too long.
     *
     * @param phase what was waited for, such as {@code the first byte}
     */
    record BackendTimeout(String backend, String phase, Duration after) implements OfBackend {
        @Override
        public String code() {
            return "backend_timeout";
        }

        @Override
        public String message() {
            return "backend '"
                    + backend
                    + "' was silent for "
                    + after.toMillis() / 1000.0
                    + " s while we waited for "
                    + phase
                    + "; the limit is 'timeouts' of that backend in the config";
        }
    }

    /** An agent failed. */
    record AgentFailed(String agent, String why) implements Failure {
        @Override
        public String code() {
            return "agent_failed";
        }

        @Override
        public Fault fault() {
            return Fault.AGENT;
        }

        @Override
        public String message() {
            return "agent '" + agent + "' failed: " + why;
        }
    }

    /** The reply is not waited for any more; the message is for the log alone. */
    record Cancelled(String message) implements OfCaller {
        /** The usual case: the client left. */
        public Cancelled() {
            this("the client left");
        }

        @Override
        public String code() {
            return "cancelled";
        }
    }

    /** A fault of ours. The log has the cause under the exchange's id. */
    record Internal() implements Failure {
        @Override
        public String code() {
            return "internal";
        }

        @Override
        public Fault fault() {
            return Fault.SERVER;
        }

        @Override
        public String message() {
            return "an error of the server; its log has the cause under the id of this request";
        }
    }
}
