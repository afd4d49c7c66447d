package dev.chasqui.domain.derived;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelName;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is another model of any backend with instructions, first messages and default
 * settings of its own. Immutable.
 *
 * <p>It is made by a client, or by the config as a virtual model, to which agents belong, too.
 *
 * @param name its name, with a tag
 * @param base the name of the model that answers; it may be an alias, but no derived model
 * @param system the instructions for requests that bring none
 * @param messages the messages that stand before those of each conversation
 * @param sampling the defaults of settings that a request leaves open, under the names of {@link
 *     dev.chasqui.domain.chat.Settings#sampling()}
 * @param parameters all settings in the words in which they were given
 * @param license the licences, each as a text
 * @param template the chat template that it was given; only shown, since the server of the base
 *     applies its own
 * @param created the time of its last change
 * @param virtual true for a virtual model of the config: its instructions stand before those of a
 *     request, not in their absence
 */
public record DerivedModel(
        String name,
        String base,
        Optional<String> system,
        List<Message> messages,
        Json.Obj sampling,
        Json.Obj parameters,
        List<String> license,
        Optional<String> template,
        Instant created,
        boolean virtual) {

    /** The newer name of a limit, which counts as the older one. */
    private static final String NEW_LIMIT = "max_completion_tokens";

    private static final String OLD_LIMIT = "max_tokens";

    public DerivedModel {
        name = ModelName.withTag(name);
        messages = List.copyOf(messages);
        license = List.copyOf(license);
    }

    /** Makes a model as a client describes it. */
    public DerivedModel(
            String name,
            String base,
            Optional<String> system,
            List<Message> messages,
            Json.Obj sampling,
            Json.Obj parameters,
            List<String> license,
            Optional<String> template,
            Instant created) {
        this(name, base, system, messages, sampling, parameters, license, template, created, false);
    }

    /**
     * Makes a virtual model of the config.
     *
     * @param settings its default settings, under the names of {@link
     *     dev.chasqui.domain.chat.Settings#sampling()}
     */
    public static DerivedModel virtual(
            String name, String base, Optional<String> system, Json.Obj settings) {
        return new DerivedModel(
                name,
                base,
                system,
                List.of(),
                settings,
                settings,
                List.of(),
                Optional.empty(),
                Instant.EPOCH,
                true);
    }

    /** Makes a model that is another one under a new name. */
    public static DerivedModel of(String name, String base, Instant created) {
        return new DerivedModel(
                name,
                base,
                Optional.empty(),
                List.of(),
                Json.Obj.EMPTY,
                Json.Obj.EMPTY,
                List.of(),
                Optional.empty(),
                created);
    }

    /**
     * Returns the name for lists: as the config gives it for a virtual model, else with its tag.
     */
    public String listedName() {
        return virtual ? ModelName.withoutLatest(name) : name;
    }

    /** Returns the same model under another name. */
    public DerivedModel named(String other, Instant now) {
        return new DerivedModel(
                other,
                base,
                system,
                messages,
                sampling,
                parameters,
                license,
                template,
                now,
                virtual);
    }

    /** Returns the same model with another base. */
    public DerivedModel withBase(String other) {
        return new DerivedModel(
                name,
                other,
                system,
                messages,
                sampling,
                parameters,
                license,
                template,
                created,
                virtual);
    }

    /**
     * Returns a model that was derived from this one: what it leaves open is as here, and its base
     * is the base of this one.
     *
     * @param next the derived model, whose base is this one
     */
    public DerivedModel derive(DerivedModel next) {
        return new DerivedModel(
                next.name,
                base,
                next.system.or(() -> system),
                next.messages.isEmpty() ? messages : next.messages,
                sampling.withAll(next.sampling),
                parameters.withAll(next.parameters),
                next.license.isEmpty() ? license : next.license,
                next.template.or(() -> template),
                next.created,
                next.virtual);
    }

    /**
     * Returns a request with this model's defaults: its settings where the request has none, and,
     * for a request that goes through a chat template, its instructions and first messages.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the request
     *     cannot be decoded
     */
    public ChatRequest applyTo(ChatRequest request) {
        return withMessages(withSettings(request));
    }

    private ChatRequest withSettings(ChatRequest request) {
        Json.Obj asked = request.settings().sampling();
        Map<String, Json> all = new LinkedHashMap<>(asked.members());
        sampling.members()
                .forEach(
                        (setting, value) -> {
                            if (!isSet(setting, asked)) {
                                all.put(setting, value);
                            }
                        });
        return all.equals(asked.members())
                ? request
                : request.withSettings(request.settings().withSampling(new Json.Obj(all)));
    }

    private static boolean isSet(String setting, Json.Obj asked) {
        return isGiven(setting, asked) || (setting.equals(OLD_LIMIT) && isGiven(NEW_LIMIT, asked));
    }

    private static boolean isGiven(String setting, Json.Obj asked) {
        return asked.get(setting).filter(value -> value != Json.Null.NULL).isPresent();
    }

    private ChatRequest withMessages(ChatRequest request) {
        if (request.form() == Form.RAW || (system.isEmpty() && messages.isEmpty())) {
            return request;
        }
        List<Message> all = withOwn(request.messages());
        return all.equals(request.messages()) ? request : request.withMessages(all);
    }

    /**
     * Returns the messages of a conversation with those of this model: its instructions, unless the
     * conversation begins with some, and its first messages. The instructions of a virtual model
     * are put in front of the conversation's own, in one message, since some chat templates accept
     * no second one.
     */
    public List<Message> withOwn(List<Message> asked) {
        int first = 0;
        while (first < asked.size() && asked.get(first).role().instructs()) {
            first++;
        }
        List<Message> all = new ArrayList<>();
        if (first == 0) {
            system.ifPresent(text -> all.add(Message.of(Role.SYSTEM, text)));
        }
        all.addAll(asked.subList(0, first));
        if (first > 0 && virtual) {
            system.ifPresent(text -> all.set(0, all.getFirst().withTextBefore(text)));
        }
        all.addAll(messages);
        all.addAll(asked.subList(first, asked.size()));
        return all;
    }
}
