package dev.chasqui.cli.callers;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options for limits and a budget, which users, keys and teams have. */
final class LimitOptions {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern BUDGET =
            Pattern.compile("(\\d{1,10}(?:\\.\\d{1,9})?)(?:/(\\w+))?");

    @Option(
            names = "--requests",
            paramLabel = "N/WINDOW",
            description = "The most requests in any window, such as 5/1m. May be repeated.")
    private List<String> requests = List.of();

    @Option(
            names = "--tokens",
            paramLabel = "N/WINDOW",
            description = "The most tokens in any window, such as 100000/1d. May be repeated.")
    private List<String> tokens = List.of();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "The most requests at the same time.")
    private Optional<String> concurrency = Optional.empty();

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT[/PER]",
            description =
                    "The money for each day, week or month (default: month), such as 10/month.")
    private Optional<String> budget = Optional.empty();

    @Option(
            names = "--soft",
            paramLabel = "PART",
            description = "The part of the budget from which on answers warn (default: 0.75).")
    private Optional<String> soft = Optional.empty();

    @Option(
            names = "--hard",
            paramLabel = "ANSWER",
            description =
                    "When the budget is spent: warn, block_cloud or block_all (default:"
                            + " block_all).")
    private Optional<String> hard = Optional.empty();

    /** Adds the members of the options that were given to the body of a request. */
    void addTo(Map<String, Json> body) {
        List<Json> limits = new ArrayList<>();
        requests.forEach(limit -> limits.add(member("requests", Json.of(limit))));
        tokens.forEach(limit -> limits.add(member("tokens", Json.of(limit))));
        concurrency.ifPresent(
                most -> limits.add(member("concurrency", number("--concurrency", most))));
        if (!limits.isEmpty()) {
            body.put("limits", new Json.Arr(limits));
        }
        budget.ifPresent(text -> body.put("budget", budget(text)));
        if (budget.isEmpty() && (soft.isPresent() || hard.isPresent())) {
            throw CommandFailure.refused("--soft and --hard need --budget AMOUNT.");
        }
    }

    private static Json member(String name, Json value) {
        return Json.Obj.EMPTY.with(name, value);
    }

    private Json budget(String text) {
        Matcher parts = BUDGET.matcher(text);
        if (!parts.matches()) {
            throw CommandFailure.refused(
                    "--budget: " + text + " (expected: an amount, such as 10 or 2.5/week)");
        }
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("amount", decimal("--budget", parts.group(1)));
        Optional.ofNullable(parts.group(2)).ifPresent(per -> members.put("per", Json.of(per)));
        soft.ifPresent(part -> members.put("soft", decimal("--soft", part)));
        hard.ifPresent(answer -> members.put("hard", Json.of(answer)));
        return new Json.Obj(members);
    }

    /** Returns a whole number. */
    static Json number(String option, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw CommandFailure.refused(option + ": " + text + " (expected: a whole number)");
        }
        return Json.of(Long.parseLong(text));
    }

    private static Json decimal(String option, String text) {
        if (!text.matches("(0|[1-9]\\d{0,9})(\\.\\d{1,9})?")) {
            throw CommandFailure.refused(option + ": " + text + " (expected: a number)");
        }
        return new Json.Num(text);
    }
}
