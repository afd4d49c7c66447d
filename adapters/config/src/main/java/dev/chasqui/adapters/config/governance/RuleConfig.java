package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.CommandTexts;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of a rule for requests. */
public record RuleConfig(
        @Key(
                        name = "if",
                        help =
                                "The conditions, all of which must hold; a rule without any holds"
                                        + " for every request.")
                Condition condition,
        @Key(help = "The consequences; at least one.") Effect then) {

    /** The conditions of a rule. */
    public record Condition(
            @Key(
                            help = "A pattern for the name of the model, as in `pipeline.models`.",
                            unset = "any model",
                            rule = TextRules.Filled.class)
                    Optional<String> model,
            @Key(
                            help =
                                    "A pattern for the name of the caller's key; without `keys`,"
                                            + " for the caller's address.",
                            unset = "any caller",
                            rule = TextRules.Filled.class)
                    Optional<String> key,
            @Key(help = "The API that the client speaks.", unset = "any")
                    Optional<ClientApi> dialect,
            @Key(
                            help =
                                    "A size; the condition holds if the text of the request is"
                                            + " larger. Images and other files do not count, but of"
                                            + " relayed and forwarded calls all bytes do; if their"
                                            + " number is not known before the end, the condition"
                                            + " holds.",
                            unset = "any size")
                    Optional<ByteSize> larger,
            @Key(
                            help =
                                    "Patterns for the values of headers: `{\"X-Team\": \"legal\"}`."
                                            + " The client chooses its headers, so a rule must not"
                                            + " grant by them what others may not have.",
                            rule = TextRules.Filled.class,
                            names = TextRules.HeaderName.class)
                    Map<String, String> header,
            @Key(
                            help =
                                    "The kinds of request, of which one must be that of the"
                                            + " request; none stands for any kind. `raw` is a"
                                            + " prompt past the chat template, `count` the question"
                                            + " how many tokens a chat has (`chat` stands for it,"
                                            + " too), `forward` a call that goes unread to the"
                                            + " server of the model.")
                    List<RequestKind> kind) {

        public Condition {
            kind = List.copyOf(kind);
            header = Map.copyOf(header);
        }
    }

    /** The APIs of clients. */
    public enum ClientApi {
        OPENAI,
        RESPONSES,
        OLLAMA,
        ANTHROPIC,
        PLAIN,
        INFER
    }

    /** The consequences of a rule. */
    public record Effect(
            @Key(
                            help = "Commands that run, inside of those of `pipeline.models`.",
                            rule = TextRules.Filled.class)
                    List<String> agents,
            @Key(
                            help =
                                    "The model that answers instead. If several rules name one, the"
                                            + " last one counts; conditions see the model that the"
                                            + " client asked for.",
                            unset = "the model of the request",
                            rule = TextRules.Filled.class)
                    Optional<String> model,
            @Key(
                            help =
                                    "The text with which the request is refused, with status 403."
                                            + " No later rule applies.",
                            unset = "it is not refused",
                            rule = TextRules.Filled.class)
                    Optional<String> refuse,
            @Key(
                            help =
                                    "The names of commands of `pipeline` or `keys[].pipeline` that"
                                            + " do not run; for chats only if the rule's `kind`"
                                            + " names `chat`.",
                            rule = TextRules.CommandName.class)
                    List<String> skip) {

        public Effect {
            agents = List.copyOf(agents);
            skip = List.copyOf(skip);
        }

        boolean isNothing() {
            return agents.isEmpty() && model.isEmpty() && refuse.isEmpty() && skip.isEmpty();
        }
    }

    /** Reports badly written commands, and a rule without an effect. */
    void check(Section section) {
        Section then = section.section("then");
        if (then().isNothing() && !section.isWrong("then")) {
            section.problem(
                    "a rule without an effect (expected: agents, model, refuse or skip in"
                            + " then)");
        }
        CommandTexts.check(then, "agents", then().agents());
    }
}
