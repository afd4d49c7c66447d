package dev.chasqui.domain.failure;

import dev.chasqui.domain.similarity.SimilarNames;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The reason why an exchange has no reply, or no whole one.
 *
 * <p>Failures are values until the edge, where each dialect maps them to its own status and
 * envelope. A message says what was wrong, with which value, and what to do; it never holds a key,
 * a path of this machine or the text of a conversation. Each failure also knows its consequences:
 * whose fault it is, when to try again, and whether another backend may answer. So a new kind of
 * failure is one record.
 */
public sealed interface Failure
        permits AdmissionFailure,
                NoBackend,
                Failure.OfCaller,
                Failure.OfOperator,
                Failure.OfBackend,
                Failure.AgentFailed,
                Failure.Internal {

    /** Returns a short name for logs, metrics and programs, such as {@code model_not_found}. */
    String code();

    /** Returns one or two sentences for the caller. */
    String message();

    /** Returns the party whose fault it is. */
    Fault fault();

    /** Returns the time to wait before the next try; empty if waiting does not help. */
    default Optional<Duration> retryDelay() {
        return Optional.empty();
    }

    /** Returns true if another backend that has the model may answer the same request. */
    default boolean mayFailOver() {
        return false;
    }

    /** A failure that the caller can mend by another request. */
    sealed interface OfCaller extends Failure {
        @Override
        default Fault fault() {
            return Fault.CALLER;
        }
    }

    /** A failure that the operator can mend: a wrong setup, or a lack of resources. */
    sealed interface OfOperator extends Failure {
        @Override
        default Fault fault() {
            return Fault.OPERATOR;
        }
    }

    /** A failure that a backend caused, or that happened on the way to it. */
    sealed interface OfBackend extends Failure {
        /** Returns the backend's name. */
        String backend();

        @Override
        default Fault fault() {
            return Fault.BACKEND;
        }

        @Override
        default boolean mayFailOver() {
            return true;
        }
    }

    /**
     * The request is wrong.
     *
     * @param field the wrong member, such as {@code messages[2].content}; empty if the request as a
     *     whole is wrong
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

    /** The body or the head of the request is larger than the server accepts. */
    record TooLarge(String message) implements OfCaller {
        @Override
        public String code() {
            return "request_too_large";
        }
    }

    /**
     * The prompt has more tokens than the model's context has room for; another backend may run the
     * model with a longer one.
     */
    record ContextExceeded(int asked, int room) implements OfCaller {
        @Override
        public String code() {
            return "context_length_exceeded";
        }

        /** {@inheritDoc} It begins with llama-server's words, which clients recognise. */
        @Override
        public String message() {
            return "request (%d tokens) exceeds the available context size (%d tokens); shorten it"
                    .formatted(asked, room);
        }

        @Override
        public boolean mayFailOver() {
            return true;
        }
    }

    /**
     * The body has a content coding that the server cannot decode.
     *
     * @param accepted the content codings that it can decode, as {@code Accept-Encoding} lists them
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
        private static final String NO_MODELS = "; no backend has a model yet";

        public UnknownModel {
            known = List.copyOf(known);
        }

        @Override
        public String code() {
            return "model_not_found";
        }

        @Override
        public String message() {
            String others = "; there are: " + SimilarNames.list(model, known);
            return "model '" + model + "' not found" + (known.isEmpty() ? NO_MODELS : others);
        }
    }

    /** A thing that the request names, other than a model, does not exist. */
    record NotFound(String message) implements OfCaller {
        @Override
        public String code() {
            return "not_found";
        }
    }

    /** The server has too much to do at the moment. */
    record Overloaded(String message, Duration retryAfter) implements OfOperator {
        @Override
        public String code() {
            return "overloaded";
        }

        @Override
        public Optional<Duration> retryDelay() {
            return Optional.of(retryAfter);
        }

        /** {@inheritDoc} True, since a full queue of one pool says nothing about other backends. */
        @Override
        public boolean mayFailOver() {
            return true;
        }
    }

    /** The server's disk has no room for the data. */
    record DiskFull(String message) implements OfOperator {
        @Override
        public String code() {
            return "disk_full";
        }
    }

    /**
     * A backend refused the request; its answer is for the caller.
     *
     * @param status the backend's HTTP status: 400, 404, 413, 422, 429, or 503 with a time to wait
     * @param type the kind of error in the backend's own words; empty if it gave none
     * @param param the wrong parameter in the backend's own words; empty if it gave none
     * @param backendCode the backend's own error code; empty if it gave none
     * @param retryAfter the time that the backend asks to wait; empty if it asks for none
     * @param onlyHere true if only this backend cannot serve the request, so that another one may
     *     answer
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
        /** Makes a refusal that every backend would give. */
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

        /** Makes a refusal of this backend only: it cannot do it, but another one may. */
        public static BackendRefused cannot(
                String backend, Optional<String> param, String message) {
            Optional<String> none = Optional.empty();
            return new BackendRefused(
                    backend, 400, message, none, param, none, Optional.empty(), true);
        }

        @Override
        public String code() {
            return "backend_refused";
        }

        @Override
        public Fault fault() {
            return status < 500 ? Fault.CALLER : Fault.BACKEND;
        }

        @Override
        public Optional<Duration> retryDelay() {
            return retryAfter;
        }

        @Override
        public boolean mayFailOver() {
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
     * A backend answered with an error of its own, or with bytes that are no valid answer.
     *
     * @param why what we observed
     * @param said the backend's own words on it; they may quote the conversation
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
            String words = said.map(text -> ": " + text).orElse("");
            return "backend '" + backend + "' failed: " + why + words;
        }
    }

    /**
     * A backend's reply broke off before its end.
     *
     * @param why what we observed
     * @param said the backend's own words on it; they may quote the conversation
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
            String words = said.map(text -> ": " + text).orElse("");
            return "backend '" + backend + "' broke off its reply: " + why + words;
        }
    }

    /**
     * A backend was silent for too long.
     *
     * @param phase the event that we waited for, such as {@code the first byte}
     * @param after the time that we waited
     */
    record BackendTimeout(String backend, String phase, Duration after) implements OfBackend {
        @Override
        public String code() {
            return "backend_timeout";
        }

        @Override
        public String message() {
            String limit = "; the limit is 'timeouts' of that backend in the config";
            return "backend '%s' was silent for %s s while we waited for %s"
                            .formatted(backend, after.toMillis() / 1000.0, phase)
                    + limit;
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

    /** The exchange was cancelled: nobody waits for its reply. The message is for the log. */
    record Cancelled(String message) implements OfCaller {
        /** Makes the usual one: the client left. */
        public Cancelled() {
            this("the client left");
        }

        @Override
        public String code() {
            return "cancelled";
        }
    }

    /** A bug of the server. The log has the cause under the exchange's id. */
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
