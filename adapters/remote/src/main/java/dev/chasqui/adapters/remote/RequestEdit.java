package dev.chasqui.adapters.remote;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request in the shape that services see, OpenAI's, and the changes that they make to it.
 *
 * <p>An edit names the members that change. All others stay as they came from the client, and so do
 * the messages that an edit repeats: they go on byte for byte. Immutable.
 *
 * @param writer writes requests in OpenAI's shape
 * @param reader reads requests in OpenAI's shape
 */
record RequestEdit(BackendCodec writer, ClientCodec reader) {
    private static final String STREAM = "stream";
    private static final String STREAM_OPTIONS = "stream_options";

    /**
     * Returns the request in OpenAI's shape. The client's wish for a stream is not part of it: the
     * server fulfils that, whatever the agent does.
     *
     * @throws FailureException with {@code Invalid} if OpenAI's shape cannot express it
     */
    Json.Obj shown(ChatRequest request) {
        byte[] body = writer.encode(request).body();
        return ((Json.Obj) JsonReader.read(body)).without(STREAM).without(STREAM_OPTIONS);
    }

    /**
     * Returns a request with the members of an edit; a member that is null is removed.
     *
     * @param shown the request in OpenAI's shape
     * @throws FailureException with {@code Invalid} if the edited request is none of OpenAI's
     */
    ChatRequest apply(ChatRequest request, Json.Obj shown, Json.Obj edit) {
        Json.Obj changes = edit.without(STREAM).without(STREAM_OPTIONS);
        if (changes.isEmpty()) {
            return request;
        }
        Json.Obj merged = shown;
        for (Map.Entry<String, Json> change : changes.members().entrySet()) {
            merged =
                    change.getValue() == Json.Null.NULL
                            ? merged.without(change.getKey())
                            : merged.with(change.getKey(), change.getValue());
        }
        ChatRequest decoded = decoded(merged);
        Conversation before = decoded(shown).conversation();
        Conversation after = decoded.conversation();
        ChatRequest edited = request.withModel(decoded.model());
        if (changes.get("messages").isPresent()) {
            edited = edited.withMessages(messages(request, shown, merged, after.messages()));
        }
        if (!after.tools().equals(before.tools())) {
            edited = edited.withTools(after.tools());
        }
        Settings settings = settings(request.settings(), before.settings(), after.settings());
        if (!settings.equals(request.settings())) {
            edited = edited.withSettings(settings);
        }
        Json.Obj extras = changed(request.extras(), before.extras(), after.extras());
        return extras.equals(request.extras()) ? edited : edited.withExtras(extras);
    }

    private ChatRequest decoded(Json.Obj body) {
        if (reader.decode(body.toBytes()) instanceof Incoming.Chat chat) {
            return chat.request();
        }
        throw new FailureException(
                new Failure.Invalid(Optional.empty(), "this is no request of a chat"));
    }

    /** Returns the messages of an edit; those that it repeats are the original ones. */
    private List<Message> messages(
            ChatRequest request, Json.Obj shown, Json.Obj merged, List<Message> read) {
        List<Json> old = items(shown);
        List<Json> now = items(merged);
        if (now.size() != read.size()) {
            return read;
        }
        List<Optional<Message>> origins = origins(request, old);
        int[] repeated = RepeatedItems.find(old, now);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < repeated.length; i++) {
            Optional<Message> origin =
                    repeated[i] < 0 ? Optional.empty() : origins.get(repeated[i]);
            messages.add(origin.orElse(read.get(i)));
        }
        return messages;
    }

    /**
     * Returns the message from which each shown one comes. OpenAI's shape may join messages or make
     * one more: then only those before and behind that place are certain, which look the same by
     * themselves.
     */
    private List<Optional<Message>> origins(ChatRequest request, List<Json> old) {
        List<Message> original = request.messages();
        if (old.size() == original.size()) {
            return original.stream().map(Optional::of).toList();
        }
        List<Optional<Message>> origins =
                new ArrayList<>(Collections.nCopies(old.size(), Optional.empty()));
        int most = Math.min(old.size(), original.size());
        int start = 0;
        while (start < most && isShownAs(request, original.get(start), old.get(start))) {
            origins.set(start, Optional.of(original.get(start)));
            start++;
        }
        for (int behind = 1; behind <= most - start; behind++) {
            Message message = original.get(original.size() - behind);
            if (!isShownAs(request, message, old.get(old.size() - behind))) {
                break;
            }
            origins.set(old.size() - behind, Optional.of(message));
        }
        return origins;
    }

    private boolean isShownAs(ChatRequest request, Message message, Json shown) {
        ChatRequest alone =
                request.withMessages(List.of(message))
                        .withTools(List.of())
                        .withExtras(Json.Obj.EMPTY);
        try {
            return items(shown(alone)).equals(List.of(shown));
        } catch (FailureException e) {
            return false;
        }
    }

    private static List<Json> items(Json.Obj body) {
        return body.get("messages").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)
                ? items
                : List.of();
    }

    private static Settings settings(Settings now, Settings before, Settings after) {
        Settings changed =
                now.withSampling(changed(now.sampling(), before.sampling(), after.sampling()));
        if (!after.toolChoice().equals(before.toolChoice())) {
            changed = changed.withToolChoice(after.toolChoice());
        }
        if (!after.format().equals(before.format())) {
            changed = changed.withFormat(after.format());
        }
        return after.thinking().equals(before.thinking())
                ? changed
                : changed.withThinking(after.thinking());
    }

    /** Returns an object with the differences between two others. */
    private static Json.Obj changed(Json.Obj now, Json.Obj before, Json.Obj after) {
        Map<String, Json> members = new LinkedHashMap<>(now.members());
        before.members().keySet().stream()
                .filter(name -> after.get(name).isEmpty())
                .forEach(members::remove);
        after.members().entrySet().stream()
                .filter(
                        member ->
                                !before.get(member.getKey()).equals(Optional.of(member.getValue())))
                .forEach(member -> members.put(member.getKey(), member.getValue()));
        return new Json.Obj(members);
    }
}
