package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An editor of a request that came in this dialect. It splices the edits into the original bytes,
 * so that unedited members stay unchanged. Used by one thread.
 */
final class AnthropicRequestEditor {
    private final ChatRequest request;
    private final BodyScan scan;
    private final Splice splice;
    private final Set<String> dropped = new LinkedHashSet<>();

    private AnthropicRequestEditor(ChatRequest request, BodyScan scan) {
        this.request = request;
        this.scan = scan;
        this.splice = new Splice(scan);
    }

    /** Returns the request for a backend; its original bytes if there is nothing to change. */
    static Outgoing edited(ChatRequest request, AnthropicSource source) {
        AnthropicRequestEditor editor = new AnthropicRequestEditor(request, source.scan());
        editor.edit();
        return new Outgoing(
                AnthropicBackendCodec.PATH,
                editor.splice.bytes(),
                List.copyOf(editor.dropped),
                source.headers());
    }

    private void edit() {
        splice.remove(AnthropicFields.AGENTS);
        boolean membersEdited = false;
        for (ChatRequest.Field field : request.edited()) {
            switch (field) {
                case MODEL -> splice.set("model", Json.of(request.model()));
                case STREAM -> splice.set("stream", Json.of(request.stream()));
                case MESSAGES -> editMessages();
                case TOOLS, SETTINGS, EXTRAS -> membersEdited = true;
            }
        }
        if (membersEdited) {
            editMembers();
        }
        if (scan.present("max_tokens") == null
                && request.settings().sampling().get("max_tokens").isEmpty()) {
            splice.set("max_tokens", Json.of(AnthropicRequestWriter.MAX_TOKENS));
        }
    }

    private void editMessages() {
        List<Message> messages = request.messages();
        int first = AnthropicRequestWriter.firstOfConversation(messages);
        List<Message> instructions = messages.subList(0, first);
        if (!isUneditedSystem(instructions)) {
            AnthropicMessageWriter.system(instructions, true, dropped)
                    .ifPresentOrElse(
                            system -> splice.set(AnthropicFields.SYSTEM, system),
                            () -> splice.remove(AnthropicFields.SYSTEM));
        }
        splice.set(
                AnthropicFields.MESSAGES,
                AnthropicMessageWriter.write(
                        messages.subList(first, messages.size()), true, dropped));
    }

    /** Returns true if the instructions are the unedited member {@code system}. */
    private boolean isUneditedSystem(List<Message> instructions) {
        BodyScan.Range system = scan.present(AnthropicFields.SYSTEM);
        return system != null
                && instructions.size() == 1
                && instructions.getFirst().source().orElse(null) instanceof TurnSource source
                && source.isAt(scan.body(), system);
    }

    /** Replaces only the members that have changed. */
    private void editMembers() {
        Conversation before = AnthropicRequestReader.conversation(scan);
        Set<String> clients = new LinkedHashSet<>();
        Map<String, Json> was = members(before, before, clients);
        Set<String> lost = new LinkedHashSet<>();
        Map<String, Json> is = members(request.conversation(), before, lost);
        // The client's own members stay as they are.
        lost.removeAll(clients);
        dropped.addAll(lost);
        splice.change(was, is);
    }

    private Map<String, Json> members(
            Conversation conversation, Conversation before, Set<String> lost) {
        Map<String, Json> members = new LinkedHashMap<>();
        boolean tools = !conversation.tools().isEmpty();
        if (tools) {
            members.put("tools", new Json.Arr(tools(conversation.tools(), before.tools())));
        }
        members.putAll(new AnthropicSettingsWriter(conversation, lost).members(tools));
        conversation
                .extras()
                .without(AnthropicSettings.PARALLEL)
                // A budget belongs to one kind of thinking: it does not stay when that changes.
                .without(AnthropicSettings.THINKING)
                .members()
                .forEach(
                        (name, value) ->
                                members.merge(name, value, AnthropicRequestEditor::joined));
        return members;
    }

    /** Returns the object of a setting together with the unknown members of the same object. */
    private static Json joined(Json setting, Json extra) {
        return setting instanceof Json.Obj known && extra instanceof Json.Obj unknown
                ? unknown.withAll(known)
                : setting;
    }

    /** Returns the tools; a tool of the original request keeps its original value. */
    private List<Json> tools(List<Tool> tools, List<Tool> known) {
        List<Json> written = new ArrayList<>();
        for (Tool tool : tools) {
            int at = known.indexOf(tool);
            written.add(
                    at >= 0 && scan.value("tools").orElse(null) instanceof Json.Arr(var values)
                            ? values.get(at)
                            : AnthropicRequestWriter.tool(tool));
        }
        return written;
    }
}
