package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.Plan;
import dev.chasqui.application.agents.PlannedAgent;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.policy.PolicyRule;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The route by which administrators learn which agents a chat would get, and why. It plans the chat
 * as a real one is planned, and runs no agent.
 */
public final class ExplainRoute {
    /** The path of the route, for POST. */
    static final String PATH = "/admin/agents/explain";

    private static final int MOST_BODY = 1 << 20;

    private final Surface house;
    private final Pipelines pipelines;
    private final Callers callers;
    private final Models models;

    /** Prepares the route. */
    public ExplainRoute(Surface house, Exchanges exchanges, Callers callers, Models models) {
        this.house = house;
        this.pipelines = exchanges.pipelines();
        this.callers = callers;
        this.models = models;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        routes.post(PATH, Access.ADMIN, house, this::explain);
    }

    private void explain(Call call) {
        if (!(JsonReader.read(call.body(MOST_BODY)) instanceof Json.Obj asked)) {
            throw invalid("model", "no object (expected: {\"model\": \"NAME\"})");
        }
        String model =
                text(asked, "model")
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "model",
                                                "model: missing (expected: {\"model\":"
                                                        + " \"NAME\"})"));
        String text = text(asked, "text").orElse("");
        Optional<Long> size = size(asked);
        RequestOrigin origin =
                new RequestOrigin(
                        KeyRights.of(caller(call, asked)), dialect(asked), headers(asked)::of);
        ChatRequest chat =
                ChatRequest.of(model, false, Conversation.of(List.of(Message.of(Role.USER, text))));
        List<String> agents = texts(asked, "agents");
        try (Plan plan = pipelines.explain(chat, origin, agents, size)) {
            call.send(Answer.json(warned(plan.request().model(), told(plan, model))));
        } catch (FailureException e) {
            // A chat with such commands is refused; the question about it is in order.
            if (!(e.failure() instanceof Failure.Invalid)) {
                throw e;
            }
            call.send(Answer.json(refused(model, e.failure())));
        }
    }

    /** Adds a warning if no backend has the model, so that a chat would fail. */
    private Json.Obj warned(String model, Json.Obj answer) {
        try {
            var _ = models.findMeant(model);
            return answer;
        } catch (FailureException e) {
            return answer.with("warning", Json.of(e.failure().message()));
        }
    }

    private static Json.Obj refused(String model, Failure why) {
        return Json.Obj.EMPTY
                .with("asked", Json.of(model))
                .with("model", Json.of(model))
                .with("rules", Json.Arr.EMPTY)
                .with("agents", Json.Arr.EMPTY)
                .with("refused", Json.of(why.message()));
    }

    private static Dialect dialect(Json.Obj asked) {
        String name = text(asked, "dialect").orElse("openai");
        return Stream.of(Dialect.OPENAI, Dialect.RESPONSES, Dialect.ANTHROPIC, Dialect.OLLAMA)
                .filter(dialect -> dialect.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        "dialect",
                                        "dialect: '"
                                                + name
                                                + "' (expected: openai, responses, ollama or"
                                                + " anthropic)"));
    }

    private Caller caller(Call call, Json.Obj asked) {
        Optional<String> key = text(asked, "key");
        return key.isEmpty()
                ? call.caller()
                : callers.named(key.get())
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "key",
                                                "key: '"
                                                        + key.get()
                                                        + "' (expected: the name of a key in the"
                                                        + " config)"));
    }

    private static Json.Obj told(Plan plan, String asked) {
        Json.Obj told =
                Json.Obj.EMPTY
                        .with("asked", Json.of(asked))
                        .with("model", Json.of(plan.request().model()))
                        .with(
                                "rules",
                                new Json.Arr(
                                        plan.decision().applied().stream()
                                                .map(PolicyRule::origin)
                                                .<Json>map(Json::of)
                                                .toList()))
                        .with(
                                "agents",
                                new Json.Arr(
                                        plan.agents().stream()
                                                .<Json>map(ExplainRoute::entry)
                                                .toList()));
        Optional<String> refused =
                plan.refusal().map(FailureException::failure).map(Failure::message);
        return refused.isPresent() ? told.with("refused", Json.of(refused.get())) : told;
    }

    private static Json.Obj entry(PlannedAgent agent) {
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("command", Json.of(agent.command()))
                        .with("from", Json.of(agent.origin()))
                        .with("runs", Json.of(agent.step().isPresent()));
        Optional<String> why = agent.why();
        return why.isPresent() ? entry.with("why", Json.of(why.get())) : entry;
    }

    private static Optional<Long> size(Json.Obj asked) {
        return asked.get("size")
                .filter(value -> value != Json.Null.NULL)
                .map(
                        value -> {
                            if (value instanceof Json.Num number && number.doubleValue() >= 0) {
                                return (long) number.doubleValue();
                            }
                            throw invalid("size", "size (expected: a number of bytes)");
                        });
    }

    /** The headers of a request that nobody sent; the case of letters does not count. */
    private record Headers(Map<String, List<String>> values) {
        List<String> of(String name) {
            return values.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
        }
    }

    private static Headers headers(Json.Obj asked) {
        Json headers = asked.get("headers").orElse(Json.Obj.EMPTY);
        if (!(headers instanceof Json.Obj object)) {
            throw invalid("headers", "headers (expected: an object of texts, or lists of them)");
        }
        return new Headers(
                object.members().keySet().stream()
                        .collect(Collectors.toMap(name -> name, name -> values(object, name))));
    }

    /** Returns the values of a header, parted at commas as those of a request are. */
    private static List<String> values(Json.Obj headers, String name) {
        List<String> lines =
                headers.get(name).orElse(Json.Null.NULL) instanceof Json.Arr
                        ? texts(headers, name)
                        : text(headers, name).stream().toList();
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static Optional<String> text(Json.Obj object, String member) {
        Json value = object.get(member).orElse(Json.Null.NULL);
        return switch (value) {
            case Json.Null _ -> Optional.empty();
            case Json.Str(String text) -> Optional.of(text);
            default -> throw invalid(member, member + " (expected: a text)");
        };
    }

    private static List<String> texts(Json.Obj object, String member) {
        Json value = object.get(member).orElse(Json.Arr.EMPTY);
        if (value instanceof Json.Arr(List<Json> items)
                && items.stream().allMatch(Json.Str.class::isInstance)) {
            return items.stream().map(item -> ((Json.Str) item).value()).toList();
        }
        throw invalid(member, member + " (expected: a list of texts)");
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}
