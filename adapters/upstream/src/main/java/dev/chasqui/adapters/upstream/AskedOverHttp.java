package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.adapters.upstream.client.HiddenKey;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.RetryAfter;
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
 * A server that is asked over HTTP what it itself answers, without a model. What it says of errors
 * is told without our key.
 */
record AskedOverHttp(BackendEndpoint endpoint, HttpClient client, BackendCodec codec, HiddenKey key)
        implements AskedServer {
    /** Bytes of an answer that is read whole. */
    static final int MAX_WHOLE = 64 * 1024 * 1024;

    /** Bytes of an answer that is an error. */
    private static final int MAX_ERROR = 256 * 1024;

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Duration loadLimit() {
        return endpoint.timeouts().firstByte();
    }

    @Override
    public List<ModelInfo> models() {
        String where = endpoint.url() + codec.modelsPath() + "; check 'url' in the config";
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
        throw failed("its answer is no JSON object");
    }

    @Override
    public ProbedServer.Answer answer(ServerQuestion question, Cancellation cancellation) {
        try (HttpAnswer answer = client.send(HttpCall.of(question), cancellation)) {
            return new ProbedServer.Answer(answer.status(), answer.whole(MAX_WHOLE));
        }
    }

    /** The whole answer to a call; a failure if it is an error. */
    byte[] ask(HttpCall call, Cancellation cancellation) {
        try (HttpAnswer answer = client.send(call, cancellation)) {
            refuseErrors(answer);
            return answer.whole(MAX_WHOLE);
        } catch (FailureException e) {
            throw key.in(e);
        }
    }

    /**
     * Requires that an answer is one to what was asked.
     *
     * @throws FailureException as the dialect reads the error
     */
    void refuseErrors(HttpAnswer answer) {
        int status = answer.status();
        if (status >= 400) {
            throw new FailureException(
                    codec.decodeError(
                            name(),
                            status,
                            // A message is cut: what is cut in its midst is no key any more.
                            key.in(answer.beginning(MAX_ERROR)),
                            answer.header("retry-after")
                                    .flatMap(value -> RetryAfter.parse(value, Clock.systemUTC()))));
        }
        if (status >= 300) {
            throw failed(
                    "it answered with a redirect (status "
                            + status
                            + "), which is not followed; check 'url' in the config");
        }
        if (answer.isCompressed()) {
            throw failed("it compressed its answer, which nobody asked for");
        }
    }

    private FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(name(), why));
    }
}
