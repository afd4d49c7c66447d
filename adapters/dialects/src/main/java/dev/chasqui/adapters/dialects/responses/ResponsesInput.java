package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.ResponseHistory;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A reader of items as messages. The reasoning, the text and the calls of one turn of the model are
 * items of their own in this API; they become one message. Used by one thread.
 */
final class ResponsesInput {
    /** The name of the extra by which signed reasoning reaches a server that signed it. */
    private static final String SIGNED = "thinking_blocks";

    /** The types of items of tools that other servers run; a model is not shown them. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "web_search_call",
                    "file_search_call",
                    "image_generation_call",
                    "code_interpreter_call",
                    "mcp_call",
                    "mcp_list_tools",
                    "mcp_approval_request",
                    "mcp_approval_response");

    private static final String TYPE = "type";
    private static final String MESSAGE = "message";
    private static final String CONTENT = "content";
    private static final String OUTPUT = "output";
    private static final String CALL_ID = "call_id";
    private static final String COMPLETED = "completed";

    private final ResponseHistory history;
    private final List<Message> messages = new ArrayList<>();
    private final List<Json.Obj> items = new ArrayList<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Set<String> called = new HashSet<>();

    /** The model's turn that is being joined. */
    private final List<Part> said = new ArrayList<>();

    private final StringBuilder thought = new StringBuilder();
    private final List<Json> signed = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();

    ResponsesInput(ResponseHistory history) {
        this.history = history;
    }

    /** Adds the instructions of the request, which precede everything. */
    void addInstructions(Members body) {
        if (body.value("instructions").orElse(Json.Null.NULL) instanceof Json.Arr) {
            addAll("instructions", body.items("instructions"), false);
        } else {
            body.text("instructions")
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> messages.add(Message.of(Role.SYSTEM, text)));
        }
    }

    /**
     * Adds the items of the history, then those of the request.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    void addItems(Members body) {
        addAll("previous", history.items(), false);
        switch (body.value("input").orElse(Json.Null.NULL)) {
            case Json.Str text ->
                    add(
                            new Members(
                                    "input",
                                    Json.Obj.EMPTY
                                            .with(TYPE, Json.of(MESSAGE))
                                            .with("role", Json.of("user"))
                                            .with(CONTENT, text)),
                            true);
            case Json.Arr(List<Json> given) -> addAll("input", given, true);
            case Json.Null _ -> {}
            case Json other -> throw Invalid.value("input", other, "a string or an array of items");
        }
        endTurn();
        if (items.isEmpty() && history.items().isEmpty()) {
            throw Invalid.missing("input", "a string or an array of at least one item");
        }
    }

    List<Message> messages() {
        return messages;
    }

    /** Returns the items of the request, each with an id. */
    List<Json.Obj> items() {
        return items;
    }

    /** Returns the types of items that are left out. */
    Set<String> leftOut() {
        return leftOut;
    }

    private void addAll(String path, List<? extends Json> all, boolean own) {
        for (int i = 0; i < all.size(); i++) {
            add(Members.of(path + "[" + i + "]", all.get(i)), own);
        }
    }

    private void add(Members item, boolean own) {
        String type = item.text(TYPE).orElse(MESSAGE);
        Optional<String> id = item.text("id");
        if (type.equals("item_reference")) {
            String named = item.requiredText("id");
            Json.Obj found =
                    history.item(named)
                            .orElseThrow(
                                    () ->
                                            Invalid.value(
                                                    item.path("id"),
                                                    Json.of(named),
                                                    "the id of an item that this server keeps; send"
                                                            + " the item itself"));
            add(new Members(item.path(), found), own);
            return;
        }
        String prefix =
                switch (type) {
                    case MESSAGE -> {
                        addMessage(item);
                        yield "msg";
                    }
                    case "reasoning" -> {
                        addReasoning(item);
                        yield "rs";
                    }
                    case "function_call" -> {
                        addCall(item, item.text("arguments").orElse(""));
                        yield "fc";
                    }
                    case "custom_tool_call" -> {
                        String input = item.requiredText("input");
                        addCall(item, Json.Obj.EMPTY.with("input", Json.of(input)).toString());
                        yield "ctc";
                    }
                    case "function_call_output" -> {
                        addOutput(item);
                        yield "fco";
                    }
                    case "custom_tool_call_output" -> {
                        addOutput(item);
                        yield "ctco";
                    }
                    default -> {
                        if (!LEFT_OUT.contains(type)) {
                            throw unknown(item, type);
                        }
                        leftOut.add("input." + type);
                        yield "item";
                    }
                };
        if (own) {
            items.add(identified(item, type, id.orElseGet(() -> ResponsesIds.next(prefix))));
        }
    }

    private static RuntimeException unknown(Members item, String type) {
        return Invalid.value(
                item.path(TYPE),
                Json.of(type),
                "\"message\", \"reasoning\", \"function_call\", \"function_call_output\","
                        + " \"custom_tool_call\" or \"custom_tool_call_output\"");
    }

    /** Returns an item as the API lists it: with id, type, status, and content as parts. */
    private static Json.Obj identified(Members item, String type, String id) {
        Json.Obj listed =
                Json.Obj.EMPTY
                        .with("id", Json.of(id))
                        .with(TYPE, Json.of(type))
                        .withAll(item.object().without("id").without(TYPE));
        boolean hasStatus = !type.equals("reasoning") && item.value("status").isEmpty();
        if (hasStatus) {
            listed = listed.with("status", Json.of(COMPLETED));
        }
        if (type.equals(MESSAGE) && item.value(CONTENT).orElse(null) instanceof Json.Str text) {
            listed = listed.with(CONTENT, new Json.Arr(List.of(part(item, text))));
        }
        return listed;
    }

    private static Json part(Members item, Json.Str text) {
        if (!item.requiredText("role").equals("assistant")) {
            return Json.Obj.EMPTY.with(TYPE, Json.of("input_text")).with("text", text);
        }
        return Json.Obj.EMPTY
                .with(TYPE, Json.of("output_text"))
                .with("text", text)
                .with("annotations", Json.Arr.EMPTY)
                .with("logprobs", Json.Arr.EMPTY);
    }

    private void addMessage(Members item) {
        String role = item.requiredText("role");
        List<Part> content = ResponsesParts.read(item, CONTENT);
        if (role.equals("assistant")) {
            endTurnAfterText();
            said.addAll(content);
            return;
        }
        endTurn();
        messages.add(Message.of(role(item, role), "").withContent(content));
    }

    /** Returns a role; developers instruct as the system does, a role that most models know. */
    private static Role role(Members item, String role) {
        return switch (role) {
            case "user" -> Role.USER;
            case "system", "developer" -> Role.SYSTEM;
            default ->
                    throw Invalid.value(
                            item.path("role"),
                            Json.of(role),
                            "\"user\", \"assistant\", \"system\" or \"developer\"");
        };
    }

    private void addReasoning(Members item) {
        endTurnAfterText();
        Optional<SealedReasoning> sealed =
                item.text("encrypted_content").flatMap(SealedReasoning::read);
        if (sealed.isPresent()) {
            thought.append(sealed.get().text());
            if (!sealed.get().signature().isEmpty()) {
                signed.add(
                        Json.Obj.EMPTY
                                .with(TYPE, Json.of("thinking"))
                                .with("thinking", Json.of(sealed.get().text()))
                                .with("signature", Json.of(sealed.get().signature())));
            }
            return;
        }
        String full = texts(item, CONTENT);
        String summary = texts(item, "summary");
        if (full.isEmpty() && summary.isEmpty() && item.value("encrypted_content").isPresent()) {
            // Another server sealed it.
            leftOut.add("input.reasoning.encrypted_content");
        }
        thought.append(full.isEmpty() ? summary : full);
    }

    private static String texts(Members item, String name) {
        if (item.value(name).isEmpty()) {
            return "";
        }
        return ResponsesParts.read(item, name).stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n\n"));
    }

    private void addCall(Members item, String arguments) {
        String id = item.requiredText(CALL_ID);
        called.add(id);
        calls.add(
                new ToolCall(
                        id,
                        ToolNames.flat(item.text("namespace"), item.requiredText("name")),
                        arguments));
    }

    private void addOutput(Members item) {
        String id = item.requiredText(CALL_ID);
        if (!called.contains(id)) {
            throw Invalid.value(
                    item.path(CALL_ID), Json.of(id), "the call_id of a call that precedes it");
        }
        endTurn();
        messages.add(
                new Message(
                        Role.TOOL,
                        ResponsesParts.read(item, OUTPUT),
                        Optional.empty(),
                        List.of(),
                        Optional.of(id),
                        Optional.empty(),
                        Json.Obj.EMPTY,
                        Optional.empty()));
    }

    /** Ends a turn that has a text. Calls wait for their outputs, so they keep their turn open. */
    private void endTurnAfterText() {
        if (calls.isEmpty() && !said.isEmpty()) {
            endTurn();
        }
    }

    /** Ends the model's turn, if one is open. */
    private void endTurn() {
        if (said.isEmpty() && thought.isEmpty() && calls.isEmpty()) {
            return;
        }
        messages.add(
                new Message(
                        Role.ASSISTANT,
                        said,
                        thought.isEmpty() ? Optional.empty() : Optional.of(thought.toString()),
                        calls,
                        Optional.empty(),
                        Optional.empty(),
                        signed.isEmpty()
                                ? Json.Obj.EMPTY
                                : Json.Obj.EMPTY.with(SIGNED, new Json.Arr(signed)),
                        Optional.empty()));
        said.clear();
        thought.setLength(0);
        signed.clear();
        calls.clear();
    }
}
