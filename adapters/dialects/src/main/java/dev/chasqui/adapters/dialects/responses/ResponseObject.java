package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A writer of the object {@code response}, always with every member that Open Responses requires.
 * Stateless.
 */
final class ResponseObject {
    private static final Json NULL = Json.Null.NULL;
    private static final String TYPE = "type";

    /** The members that repeat the request, with the values of a request without them. */
    private static final Map<String, Json> REPEATED = repeated();

    private ResponseObject() {}

    private static Map<String, Json> repeated() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("background", Json.of(false));
        members.put("instructions", NULL);
        members.put("max_output_tokens", NULL);
        members.put("max_tool_calls", NULL);
        members.put("parallel_tool_calls", Json.of(true));
        members.put("presence_penalty", Json.of(0));
        members.put("frequency_penalty", Json.of(0));
        members.put("previous_response_id", NULL);
        members.put("prompt_cache_key", NULL);
        members.put("prompt_cache_retention", NULL);
        members.put("reasoning", NULL);
        members.put("safety_identifier", NULL);
        members.put("service_tier", Json.of("default"));
        members.put("store", Json.of(true));
        members.put("temperature", Json.of(1));
        members.put("text", NULL);
        members.put("tool_choice", Json.of("auto"));
        members.put("tools", Json.Arr.EMPTY);
        members.put("top_logprobs", Json.of(0));
        members.put("top_p", Json.of(1));
        members.put("truncation", Json.of("disabled"));
        members.put("user", NULL);
        members.put("metadata", Json.Obj.EMPTY);
        return members;
    }

    /** Returns the members of the response that repeat a request. */
    static Json.Obj echo(Members body) {
        Map<String, Json> echo = new LinkedHashMap<>();
        REPEATED.forEach((name, usual) -> echo.put(name, body.value(name).orElse(usual)));
        echo.put("reasoning", reasoning(body));
        echo.put("text", text(body));
        echo.put(
                "tools",
                new Json.Arr(body.items("tools").stream().map(ResponseObject::tool).toList()));
        if (Json.of("auto").equals(echo.get("service_tier"))) {
            echo.put("service_tier", Json.of("default"));
        }
        return new Json.Obj(echo);
    }

    private static Json reasoning(Members body) {
        Json.Obj said = body.members("reasoning").map(Members::object).orElse(Json.Obj.EMPTY);
        return Json.Obj.EMPTY.with("effort", NULL).with("summary", NULL).withAll(said);
    }

    private static Json text(Members body) {
        Json.Obj said = body.members("text").map(Members::object).orElse(Json.Obj.EMPTY);
        return said.get("format").filter(Json.Obj.class::isInstance).isPresent()
                ? said
                : said.with("format", Json.Obj.EMPTY.with(TYPE, Json.of("text")));
    }

    /** Returns a tool; that of a function with the members that strict clients want. */
    private static Json tool(Json said) {
        if (!(said instanceof Json.Obj tool) || !tool.text(TYPE).equals(Optional.of("function"))) {
            return said;
        }
        Json.Obj full = tool;
        for (String name : List.of("description", "parameters", "strict")) {
            full = full.get(name).isPresent() ? full : full.with(name, NULL);
        }
        return full;
    }

    /** Returns a response that has begun, without output. */
    static Json.Obj begun(ResponsesSource source, String model, ReplyHead head, Json.Obj kept) {
        Json.Obj first =
                Json.Obj.EMPTY
                        .with(
                                "id",
                                kept.get("id").orElseGet(() -> Json.of(ResponsesIds.next("resp"))))
                        .with("object", Json.of("response"))
                        .with("created_at", Json.of(head.createdAt().getEpochSecond()))
                        .with("completed_at", NULL)
                        .with("status", Json.of("in_progress"))
                        .with("error", NULL)
                        .with("incomplete_details", NULL)
                        .with("model", Json.of(model))
                        .with("output", Json.Arr.EMPTY);
        return first.withAll(source.echo()).with("usage", NULL).withAll(kept.without("id"));
    }

    /** Returns the usage; null if it is not known. Unknown details are 0: clients want numbers. */
    static Json usage(Optional<Usage> usage) {
        return usage.map(ResponseObject::counts).orElse(NULL);
    }

    private static Json counts(Usage used) {
        Json.Obj input =
                Json.Obj.EMPTY
                        .with("cached_tokens", Json.of(used.cachedTokens().orElse(0)))
                        .with("cache_write_tokens", Json.of(0));
        Json.Obj output =
                Json.Obj.EMPTY.with("reasoning_tokens", Json.of(used.reasoningTokens().orElse(0)));
        return Json.Obj.EMPTY
                .with("input_tokens", Json.of(used.promptTokens()))
                .with("input_tokens_details", input)
                .with("output_tokens", Json.of(used.completionTokens()))
                .with("output_tokens_details", output)
                .with("total_tokens", Json.of(used.totalTokens()));
    }

    /** Returns the log probabilities of tokens, each with every member that clients want. */
    static Json.Arr logprobs(List<Json.Obj> tokens) {
        List<Json> written = new ArrayList<>();
        for (Json.Obj token : tokens) {
            List<Json> top = new ArrayList<>();
            if (token.get("top_logprobs").orElse(NULL) instanceof Json.Arr(List<Json> items)) {
                items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .forEach(each -> top.add(withBytes((Json.Obj) each)));
            }
            written.add(withBytes(token).with("top_logprobs", new Json.Arr(top)));
        }
        return new Json.Arr(written);
    }

    private static Json.Obj withBytes(Json.Obj token) {
        return token.get("bytes").orElse(NULL) instanceof Json.Arr
                ? token
                : token.with("bytes", Json.Arr.EMPTY);
    }
}
