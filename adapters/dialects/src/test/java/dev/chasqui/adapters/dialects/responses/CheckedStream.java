package dev.chasqui.adapters.dialects.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stream of a response that keeps the rules of Open Responses: every event has its members, and
 * the events of an item stand between its beginning and its end, one item after the other.
 */
final class CheckedStream {
    private static final Set<String> ENDS =
            Set.of("response.completed", "response.incomplete", "response.failed");

    /** The members that each type of event must have, beside {@code type} and the number. */
    private static final Map<String, List<String>> MEMBERS = members();

    /** The members that a response must have. */
    static final List<String> OF_RESPONSE =
            List.of(
                    "id object created_at completed_at status incomplete_details model"
                            .concat(" previous_response_id instructions output error tools")
                            .concat(" tool_choice truncation parallel_tool_calls text top_p")
                            .concat(" presence_penalty frequency_penalty top_logprobs")
                            .concat(" temperature reasoning user usage max_output_tokens")
                            .concat(" max_tool_calls store background service_tier metadata")
                            .concat(" safety_identifier prompt_cache_key")
                            .split(" ", -1));

    private final List<Json.Obj> events = new ArrayList<>();
    private final List<Json> done = new ArrayList<>();
    private final Map<String, StringBuilder> deltas = new LinkedHashMap<>();
    private Json.Obj open = Json.Obj.EMPTY;
    private boolean partOpen;
    private boolean textDone;
    private boolean failing;

    private static Map<String, List<String>> members() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String end : List.of("created", "in_progress", "completed", "incomplete", "failed")) {
            all.put("response." + end, List.of("response"));
        }
        String part = "item_id output_index content_index part";
        String text = "item_id output_index content_index";
        String summary = "item_id output_index summary_index";
        put(all, "response.output_item.added", "output_index item");
        put(all, "response.output_item.done", "output_index item");
        put(all, "response.content_part.added", part);
        put(all, "response.content_part.done", part);
        put(all, "response.output_text.delta", text + " delta logprobs");
        put(all, "response.output_text.done", text + " text logprobs");
        put(all, "response.output_text.annotation.added", text + " annotation_index annotation");
        put(all, "response.reasoning_text.delta", text + " delta");
        put(all, "response.reasoning_text.done", text + " text");
        put(all, "response.reasoning_summary_part.added", summary + " part");
        put(all, "response.reasoning_summary_part.done", summary + " part");
        put(all, "response.reasoning_summary_text.delta", summary + " delta");
        put(all, "response.reasoning_summary_text.done", summary + " text");
        put(all, "response.function_call_arguments.delta", "item_id output_index delta");
        put(all, "response.function_call_arguments.done", "item_id output_index name arguments");
        put(all, "response.custom_tool_call_input.delta", "item_id output_index delta");
        put(all, "response.custom_tool_call_input.done", "item_id output_index input");
        put(all, "error", "code message param error");
        return all;
    }

    private static void put(Map<String, List<String>> all, String type, String members) {
        all.put(type, List.of(members.split(" ", -1)));
    }

    /** Reads a stream, and fails if it breaks a rule. */
    static CheckedStream of(byte[] stream) {
        CheckedStream checked = new CheckedStream();
        String text = new String(stream, StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n\n");
        for (String event : text.strip().split("\n\n", -1)) {
            checked.add(event);
        }
        assertThat(checked.events).isNotEmpty();
        assertThat(ENDS).contains(checked.last().text("type").orElseThrow());
        checked.checkEnd();
        return checked;
    }

    List<String> types() {
        return events.stream().map(event -> event.text("type").orElseThrow()).toList();
    }

    List<Json.Obj> events() {
        return events;
    }

    Json.Obj last() {
        return events.getLast();
    }

    /** Returns the response of the last event. */
    Json.Obj response() {
        return last().object("response");
    }

    /** Returns the items of the output. */
    List<Json.Obj> output() {
        return ((Json.Arr) response().get("output").orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private void add(String text) {
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).startsWith("event: ");
        assertThat(lines.getLast()).startsWith("data: ");
        Json.Obj event =
                (Json.Obj)
                        JsonReader.read(
                                lines.getLast()
                                        .substring("data: ".length())
                                        .getBytes(StandardCharsets.UTF_8));
        String type = event.text("type").orElseThrow();
        assertThat(lines.getFirst()).isEqualTo("event: " + type);
        assertThat(event.get("sequence_number")).contains(Json.of(events.size()));
        assertThat(MEMBERS).containsKey(type);
        assertThat(event.members().keySet()).containsAll(MEMBERS.get(type));
        if (!events.isEmpty()) {
            assertThat(ENDS).doesNotContain(last().text("type").orElseThrow());
        }
        switch (events.size()) {
            case 0 -> assertThat(type).isEqualTo("response.created");
            case 1 -> assertThat(type).isEqualTo("response.in_progress");
            default -> assertThat(type).isNotEqualTo("response.created");
        }
        events.add(event);
        if (failing) {
            assertThat(type).isEqualTo("response.failed");
        }
        follow(type, event);
    }

    private void follow(String type, Json.Obj event) {
        switch (type) {
            case "response.output_item.added" -> {
                assertThat(open.isEmpty()).isTrue();
                assertThat(event.get("output_index")).contains(Json.of(done.size()));
                open = event.object("item");
                assertThat(open.text("status")).contains("in_progress");
                partOpen = false;
                textDone = false;
                deltas.clear();
            }
            case "response.output_item.done" -> {
                Json.Obj item = event.object("item");
                assertThat(item.text("id")).isEqualTo(open.text("id"));
                assertThat(item.text("type")).isEqualTo(open.text("type"));
                assertThat(partOpen).isFalse();
                assertThat(textDone).isTrue();
                done.add(item);
                open = Json.Obj.EMPTY;
            }
            case "response.content_part.added", "response.reasoning_summary_part.added" -> {
                within(event);
                assertThat(partOpen).isFalse();
                partOpen = true;
            }
            case "response.content_part.done", "response.reasoning_summary_part.done" -> {
                within(event);
                assertThat(partOpen).isTrue();
                assertThat(textDone).isTrue();
                partOpen = false;
            }
            case "error" -> failing = true;
            default -> {
                if (type.endsWith(".delta")) {
                    within(event);
                    assertThat(textDone).isFalse();
                    assertThat(event.text("delta").orElseThrow()).isNotEmpty();
                    deltas.computeIfAbsent("", _ -> new StringBuilder())
                            .append(event.text("delta").orElseThrow());
                } else if (type.endsWith(".done")) {
                    within(event);
                    textDone = true;
                    String whole =
                            event.text("text")
                                    .or(() -> event.text("arguments"))
                                    .or(() -> event.text("input"))
                                    .orElseThrow();
                    assertThat(deltas.getOrDefault("", new StringBuilder()).toString())
                            .isEqualTo(whole);
                } else if (!type.endsWith("annotation.added")) {
                    assertThat(event.object("response").members().keySet())
                            .containsAll(OF_RESPONSE);
                }
            }
        }
    }

    private void within(Json.Obj event) {
        assertThat(event.text("item_id")).isEqualTo(open.text("id"));
        assertThat(event.get("output_index")).contains(Json.of(done.size()));
    }

    private void checkEnd() {
        Json.Obj response = response();
        assertThat(last().text("type")).contains("response." + response.text("status").orElse(""));
        assertThat(response.get("id")).isEqualTo(events.getFirst().object("response").get("id"));
        boolean failed = response.text("status").orElseThrow().equals("failed");
        assertThat(failing).isEqualTo(failed);
        assertThat(response.get("error").equals(java.util.Optional.of(Json.Null.NULL)))
                .isEqualTo(!failed);
        if (!failed) {
            assertThat(open.isEmpty()).isTrue();
            assertThat(response.get("output")).contains(new Json.Arr(done));
            return;
        }
        assertThat(output()).hasSize(done.size() + (open.isEmpty() ? 0 : 1));
        assertThat(output().subList(0, done.size())).isEqualTo(done);
        if (!open.isEmpty()) {
            assertThat(output().getLast().text("id")).isEqualTo(open.text("id"));
        }
    }
}
