package dev.chasqui.adapters.http.routes.deferred;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.DeferrableCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.routes.AskedAgents;
import dev.chasqui.adapters.http.routes.AskedChat;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.application.deferred.DeferredAnswer;
import dev.chasqui.application.deferred.DeferredAnswers;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The routes of one path whose requests are answered at once or, if the client sends {@code Prefer:
 * respond-async}, later: the answer is then at the path with the id of the request behind it, for
 * its caller alone. DELETE cancels the request, or drops its answer.
 */
public final class DeferredRoutes {
    private static final HeaderName PREFER = HeaderNames.create("Prefer");
    private static final String ASYNC = "respond-async";
    private static final int ACCEPTED = 202;
    private static final int MOST_BODY = 1024;

    private final String path;
    private final DeferrableCodec codec;
    private final ChatEndpoint atOnce;
    private final Surface surface;
    private final DeferredAnswers answers;

    /**
     * Prepares the routes.
     *
     * @param atOnce answers the requests whose clients wait
     */
    public DeferredRoutes(
            ClientPath.Deferrable path,
            ChatEndpoint atOnce,
            Surface surface,
            DeferredAnswers answers) {
        this.path = path.path();
        this.codec = path.codec();
        this.atOnce = atOnce;
        this.surface = surface;
        this.answers = answers;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        String one = path + "/{id}";
        routes.post(path, Access.USER, surface, this::ask);
        routes.get(one, Access.USER, surface, this::find);
        routes.add(new HttpRoute(Method.DELETE, one, Access.USER, surface, true, this::remove));
    }

    private void ask(Call call) {
        byte[] body = call.body(atOnce.mostBody());
        Headers headers = call.request().headers();
        if (!isAsync(headers)) {
            atOnce.serve(call, body);
            return;
        }
        AskedChat read = AskedChat.read(body, headers, codec, atOnce.sessions());
        if (!(read.incoming() instanceof Incoming.Chat chat)) {
            throw new FailureException(
                    new Failure.Invalid("Prefer", "Prefer: this request is answered at once"));
        }
        List<String> asked = new ArrayList<>(AskedAgents.of(headers));
        asked.addAll(chat.agents());
        DetachedChat work =
                new DetachedChat(
                        path,
                        codec,
                        atOnce.exchanges(),
                        surface.errors(),
                        atOnce.listeners(),
                        // The connection goes on to its next request meanwhile.
                        new DialectExchanges.RequestHead(
                                call.id(),
                                call.caller(),
                                WritableHeaders.create(headers),
                                call.aliases()),
                        new Incoming.Chat(chat.request(), asked),
                        read.session(),
                        atOnce.sessions(),
                        body.length);
        String id = codec.id(chat);
        answers.begin(call.caller().name(), id, body.length, work::answer, work::refused);
        call.send(
                new Answer(
                        ACCEPTED,
                        Answer.JSON,
                        codec.state(id, "waiting"),
                        Map.of("Location", path + "/" + id, "Preference-Applied", ASYNC)));
    }

    private static boolean isAsync(Headers headers) {
        return headers.contains(PREFER)
                && headers.get(PREFER).allValues().stream()
                        .flatMap(value -> Stream.of(value.split("[,;]")))
                        .anyMatch(word -> word.strip().equalsIgnoreCase(ASYNC));
    }

    private static String id(Call call) {
        return call.request().path().pathParameters().get("id");
    }

    private void find(Call call) {
        String id = id(call);
        DeferredAnswer state =
                answers.find(call.caller().name(), id).orElseThrow(DeferredRoutes::none);
        call.send(
                switch (state) {
                    case DeferredAnswer.Waiting _ -> pending(id, "waiting");
                    case DeferredAnswer.Running _ -> pending(id, "running");
                    case DeferredAnswer.Done(
                                    int status,
                                    Map<String, String> headers,
                                    byte[] body) ->
                            new Answer(status, Answer.JSON, body, headers);
                });
    }

    private Answer pending(String id, String status) {
        return new Answer(
                ACCEPTED, Answer.JSON, codec.state(id, status), Map.of("Retry-After", "1"));
    }

    private void remove(Call call) {
        var _ = call.body(MOST_BODY);
        String id = id(call);
        DeferredAnswer state =
                answers.remove(call.caller().name(), id).orElseThrow(DeferredRoutes::none);
        String word = state instanceof DeferredAnswer.Done ? "removed" : "cancelled";
        call.send(new Answer(200, Answer.JSON, codec.state(id, word)));
    }

    private static FailureException none() {
        return new FailureException(
                new Failure.NotFound(
                        "no request with this id is kept; an answer is kept for "
                                + DeferredAnswers.KEPT_FOR.toMinutes()
                                + " minutes after its request, and not over a restart"));
    }
}
