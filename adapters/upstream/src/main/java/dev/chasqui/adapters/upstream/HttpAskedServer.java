package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.adapters.upstream.client.HiddenKey;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.RetryAfterHeader;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A server that answers questions over HTTP by itself, without a model. Our key is removed from the
 * errors that it reports.
 */
record HttpAskedServer(
        BackendEndpoint endpoint, HttpClient client, BackendCodec codec, HiddenKey key)
        implements AskedServer {
    /** The largest size of an answer that is read whole, in bytes. */
    static final int MAX_WHOLE = 64 * 1024 * 1024;

    /** The number of bytes that are read of an error. */
    private static final int MAX_ERROR = 256 * 1024;

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Duration loadLimit() {
        return endpoint.timeouts().firstByte();
    }

    /**
     * {@inheritDoc} A server whose models the config names is only asked for any answer, so that it
     * is known to be up.
     */
    @Override
    public List<ModelInfo> models() {
        if (endpoint.models().names().isEmpty()) {
            return endpoint.models().completed(listed());
        }
        try (HttpAnswer _ = client.send(HttpCall.get("/"), new Cancellation())) {
            return endpoint.models().named();
        }
    }

    private List<ModelInfo> listed() {
        String where = client.address(codec.modelsPath()) + "; check 'url' in the config";
        byte[] list;
        try {
            list = ask(HttpCall.get(codec.modelsPath()), new Cancellation());
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.BackendRefused refused && refused.status() == 404
                    ? failed("it has no list of models at " + where)
                    : e;
        }
        try {
            return codec.decodeModels(name(), list);
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.BackendFailed failed
                    ? failed(failed.why() + ", at " + where)
                    : e;
        }
    }

    @Override
    public Json.Obj object(ServerQuestion question) {
        byte[] body = ask(HttpCall.of(question), new Cancellation());
        try {
            if (JsonReader.read(body) instanceof Json.Obj object) {
                return object;
            }
        } catch (FailureException e) {
            if (!(e.failure() instanceof Failure.Invalid)) {
                throw e;
            }
        }
        throw failed("its answer is not a JSON object");
    }

    @Override
    public ProbedServer.Answer answer(ServerQuestion question, Cancellation cancellation) {
        try (HttpAnswer answer = client.send(HttpCall.of(question), cancellation)) {
            return new ProbedServer.Answer(answer.status(), answer.whole(MAX_WHOLE));
        }
    }

    /**
     * Returns the whole body of the answer to a call.
     *
     * @throws FailureException if the answer is an error, or if there is none
     */
    byte[] ask(HttpCall call, Cancellation cancellation) {
        try (HttpAnswer answer = client.send(call, cancellation)) {
            refuseErrors(answer);
            return answer.whole(MAX_WHOLE);
        } catch (FailureException e) {
            throw key.redact(e);
        }
    }

    /**
     * Checks that an answer can be read as the result of its call.
     *
     * @throws FailureException if it has a status of 400 or more, as the dialect decodes it; with
     *     {@code BackendFailed} if it is a redirect or compressed
     */
    void refuseErrors(HttpAnswer answer) {
        int status = answer.status();
        if (status >= 400) {
            throw new FailureException(
                    codec.decodeError(
                            name(),
                            status,
                            // The key is removed before the dialect shortens the message: a part of
                            // a key is not recognised.
                            key.redact(answer.beginning(MAX_ERROR)),
                            answer.header("retry-after")
                                    .flatMap(
                                            value ->
                                                    RetryAfterHeader.parse(
                                                            value, Clock.systemUTC()))));
        }
        if (status >= 300) {
            throw failed(
                    "it answered with a redirect (status "
                            + status
                            + "), which is not followed; check 'url' in the config");
        }
        if (answer.isCompressed()) {
            throw failed("it compressed its answer, which the request does not allow");
        }
    }

    private FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(name(), why));
    }
}
