package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.request.NamedModel;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.form.FormBoundary;
import dev.chasqui.adapters.http.form.FormSpool;
import dev.chasqui.adapters.http.form.RelayedForm;
import dev.chasqui.application.exchange.RelayPayload;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.RelayBody;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The handler of relayed requests. A JSON body is read whole; a form flows to the backend. The
 * answer is sent piece by piece as it arrives.
 *
 * @param path the path of the request
 * @param exchanges the exchanges of the dialect
 * @param parts the parts that all these handlers share
 */
public record RelayEndpoint(ClientPath.Relay path, DialectExchanges exchanges, Parts parts)
        implements BodyEndpoint {

    /**
     * The parts that the handlers of all relayed paths share.
     *
     * @param asked the finder of a call's model
     * @param spool the bound on temporary files
     * @param mostBody the maximum number of bytes of a JSON body
     */
    public record Parts(AskedModel asked, FormSpool spool, int mostBody) {
        /** Makes the parts; a temporary file may be as large as a JSON body. */
        public Parts(AskedModel asked, int mostBody) {
            this(asked, new FormSpool(mostBody), mostBody);
        }
    }

    @Override
    public void serve(Call call) {
        Optional<String> type = call.request().headers().first(HeaderNames.CONTENT_TYPE);
        if (path.takesForms() && type.filter(FormBoundary::isOf).isPresent()) {
            try (RelayedForm form =
                    RelayedForm.read(
                            type.get(),
                            call.openBody(Long.MAX_VALUE),
                            call::flowingRest,
                            parts.spool())) {
                relay(call, form.model(), type, form);
            }
        } else {
            type.filter(given -> path.takesForms()).ifPresent(RelayEndpoint::requireJson);
            serve(call, call.body(parts.mostBody()));
        }
    }

    @Override
    public void serve(Call call, byte[] body) {
        Optional<NamedModel> named = NamedModel.in(body);
        // The type is replaced, since some clients, such as curl, send JSON as another type.
        relay(
                call,
                named.map(NamedModel::name),
                Optional.of(Answer.JSON),
                new JsonBody(body, named));
    }

    private static void requireJson(String type) {
        if (!type.toLowerCase(Locale.ROOT).contains("json")) {
            throw new FailureException(
                    new Failure.Invalid(
                            "Content-Type",
                            "Content-Type: neither a form nor JSON (expected:"
                                    + " multipart/form-data)"));
        }
    }

    private void relay(
            Call call, Optional<String> inBody, Optional<String> contentType, RelayBody body) {
        String model = parts.asked().name(call, inBody, path.kind());
        Forward forward =
                Forwarder.meant(call, model, path.target(), contentType, RequestContent.none());
        exchanges.answer(
                call,
                new RelayPayload(path.kind(), model, forward, body),
                _ -> {},
                answer ->
                        new PulledAnswer(
                                        answer.status(),
                                        ReplyHeaders.beside(answer.headers(), call.journal()),
                                        answer.body())
                                .write(call));
    }

    /** A JSON body in memory. */
    private record JsonBody(byte[] body, Optional<NamedModel> named) implements RelayBody {
        @Override
        public RequestContent named(String id) {
            return RequestContent.of(named.map(model -> model.renamed(id)).orElse(body));
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(body.length);
        }

        @Override
        public boolean isWhole() {
            return true;
        }
    }
}
