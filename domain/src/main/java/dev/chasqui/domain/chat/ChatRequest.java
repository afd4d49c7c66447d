package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.KeepAlive;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A chat request of a client to a model.
 *
 * <p>A request that came over the wire keeps its bytes ({@link #source()}). It decodes its
 * conversation at the first read, so that a request that is only passed on costs nothing. An edit
 * ({@code with…}) makes a new request and notes the {@linkplain #edited() field}: the codec splices
 * the edited fields into the bytes and leaves the rest as it was.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ChatRequest {

    /** A part of the request that an edit may have changed. */
    public enum Field {
        MODEL,
        STREAM,
        MESSAGES,
        TOOLS,
        SETTINGS,
        EXTRAS
    }

    private final String model;
    private final Form form;
    private final boolean stream;
    private final boolean mayHoldCommands;
    private final Supplier<Conversation> conversation;
    private final Optional<Source> source;
    private final Set<Field> edited;

    /** The outline, which takes a pass over the body. */
    private final Supplier<Optional<RequestOutline>> outline;

    private ChatRequest(
            String model,
            Form form,
            boolean stream,
            boolean mayHoldCommands,
            Supplier<Conversation> conversation,
            Optional<Source> source,
            Set<Field> edited) {
        this.model = model;
        this.form = form;
        this.stream = stream;
        this.mayHoldCommands = mayHoldCommands;
        this.conversation = conversation;
        this.source = source;
        this.edited = edited;
        outline =
                edited.isEmpty() && source.isPresent()
                        ? new Lazy<>(source.get()::outline)
                        : Optional::empty;
    }

    /**
     * The form in which a client put its request.
     *
     * <p>There are commands in {@code CHAT} and {@code PROMPT} alone.
     */
    public enum Form {
        /** Messages. */
        CHAT,
        /** One text, to be put into the model's chat template. */
        PROMPT,
        /** Text for the model without a chat template around it, or a gap to fill in. */
        RAW
    }

    /** Makes a request in an agent or a test, without bytes of its own. */
    public static ChatRequest of(String model, boolean stream, Conversation conversation) {
        return new ChatRequest(
                model, Form.CHAT, stream, true, () -> conversation, Optional.empty(), Set.of());
    }

    /**
     * Makes a request as decoded from the wire; for codecs.
     *
     * @param mayHoldCommands false only if no user message begins with a slash
     * @param conversation the decoder of the rest; it is not called again after it succeeded, and
     *     it may throw {@link dev.chasqui.domain.failure.FailureException} with {@link
     *     dev.chasqui.domain.failure.Failure.Invalid}
     */
    public static ChatRequest decoded(
            String model,
            Form form,
            boolean stream,
            boolean mayHoldCommands,
            Supplier<Conversation> conversation,
            Source source) {
        return new ChatRequest(
                model,
                form,
                stream,
                mayHoldCommands,
                new Lazy<>(conversation),
                Optional.of(source),
                Set.of());
    }

    /** Returns the model name that the client asks for; it may be an alias. */
    public String model() {
        return model;
    }

    public Form form() {
        return form;
    }

    /** Returns true if the client wants the reply piece by piece. */
    public boolean stream() {
        return stream;
    }

    /** Returns false only if no user message begins with a slash; decodes nothing. */
    public boolean mayHoldCommands() {
        return mayHoldCommands;
    }

    public Conversation conversation() {
        return conversation.get();
    }

    public List<Message> messages() {
        return conversation().messages();
    }

    public List<Tool> tools() {
        return conversation().tools();
    }

    public Settings settings() {
        return conversation().settings();
    }

    public Map<String, String> metadata() {
        return conversation().metadata();
    }

    public Json.Obj extras() {
        return conversation().extras();
    }

    /**
     * Returns how long the model shall stay in memory after the request; decodes nothing else.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the client's
     *     value is no duration
     */
    public KeepAlive keepAlive() {
        return source.map(Source::keepAlive).orElse(KeepAlive.AS_BEFORE);
    }

    /**
     * Returns the size of the request as it came over the wire, without decoding it; empty if it
     * was edited, or if it must be decoded for that.
     */
    public Optional<RequestOutline> outline() {
        return outline.get();
    }

    /**
     * Returns the beginning of the conversation. It is decoded only if the bytes do not tell it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it cannot be decoded
     */
    public ChatBeginning beginning() {
        Optional<ChatBeginning> known =
                edited.contains(Field.MESSAGES) || edited.contains(Field.EXTRAS)
                        ? Optional.empty()
                        : source.flatMap(Source::beginning);
        return known.orElseGet(() -> ChatBeginning.of(conversation()));
    }

    /** Returns the last message of the user; empty if there is none. */
    public Optional<Message> question() {
        return messages().reversed().stream()
                .filter(message -> message.role().equals(Role.USER))
                .findFirst();
    }

    /** Returns the bytes that the request came from, for the codec that decoded it. */
    public Optional<Source> source() {
        return source;
    }

    /** Returns the fields in which this request differs from its {@linkplain #source() source}. */
    public Set<Field> edited() {
        return edited;
    }

    public ChatRequest withModel(String model) {
        return model.equals(this.model)
                ? this
                : new ChatRequest(
                        model,
                        form,
                        stream,
                        mayHoldCommands,
                        conversation,
                        source,
                        editedWith(Field.MODEL));
    }

    public ChatRequest withStream(boolean stream) {
        return stream == this.stream
                ? this
                : new ChatRequest(
                        model,
                        form,
                        stream,
                        mayHoldCommands,
                        conversation,
                        source,
                        editedWith(Field.STREAM));
    }

    public ChatRequest withMessages(List<Message> messages) {
        Conversation now = conversation();
        return with(
                Field.MESSAGES,
                new Conversation(
                        messages, now.tools(), now.settings(), now.metadata(), now.extras()));
    }

    public ChatRequest withTools(List<Tool> tools) {
        Conversation now = conversation();
        return with(
                Field.TOOLS,
                new Conversation(
                        now.messages(), tools, now.settings(), now.metadata(), now.extras()));
    }

    public ChatRequest withSettings(Settings settings) {
        Conversation now = conversation();
        return with(
                Field.SETTINGS,
                new Conversation(
                        now.messages(), now.tools(), settings, now.metadata(), now.extras()));
    }

    public ChatRequest withExtras(Json.Obj extras) {
        Conversation now = conversation();
        return with(
                Field.EXTRAS,
                new Conversation(
                        now.messages(), now.tools(), now.settings(), now.metadata(), extras));
    }

    /**
     * Returns this request with text added to the instructions for the model: at the end of the
     * first system or developer message, or as a new system message in front.
     */
    public ChatRequest withInstruction(String text) {
        List<Message> changed = new ArrayList<>(messages());
        for (int i = 0; i < changed.size(); i++) {
            Message message = changed.get(i);
            if (message.role().instructs()) {
                List<Part> content = new ArrayList<>(message.content());
                content.add(new Part.Text(text));
                changed.set(
                        i,
                        content.size() == 2 && message.firstText().isPresent()
                                ? message.withFirstText(message.firstText().get() + "\n\n" + text)
                                : message.withContent(content));
                return withMessages(changed);
            }
        }
        changed.addFirst(Message.of(Role.SYSTEM, text));
        return withMessages(changed);
    }

    private ChatRequest with(Field field, Conversation changed) {
        return new ChatRequest(
                model,
                form,
                stream,
                mayHoldCommands || field == Field.MESSAGES,
                () -> changed,
                source,
                editedWith(field));
    }

    private Set<Field> editedWith(Field field) {
        Set<Field> fields = EnumSet.of(field);
        fields.addAll(edited);
        return Collections.unmodifiableSet(fields);
    }

    /** A value that is made once, when it is needed; a maker that throws is called again. */
    private static final class Lazy<T> implements Supplier<T> {
        private @Nullable Supplier<T> maker;
        private volatile @Nullable T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public T get() {
            T known = made;
            return known != null ? known : make();
        }

        private synchronized T make() {
            T known = made;
            if (known == null) {
                known = Objects.requireNonNull(maker).get();
                made = known;
                maker = null;
            }
            return known;
        }
    }
}
