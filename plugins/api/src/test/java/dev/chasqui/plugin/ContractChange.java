package dev.chasqui.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The difference between two {@linkplain ContractListing listings}, as authors feel it. */
final class ContractChange {
    /**
     * The interfaces that the server implements and authors call. They may gain methods, since code
     * that calls them compiles on.
     */
    private static final Set<String> OF_THE_SERVER =
            Set.of("plugin.Host", "plugin.Contributions", "domain.agent.Chain");

    private ContractChange() {}

    /**
     * Returns a sentence for each change by which code of an author no longer compiles or runs:
     * something is gone, a sealed type or an enum has more members than a switch knows, or an
     * interface has a method that its implementations lack.
     */
    static List<String> breaks(Collection<String> before, Collection<String> after) {
        List<String> breaks = new ArrayList<>();
        for (String line : before) {
            boolean isThere =
                    after.contains(line)
                            // A method that got a body can still be called and overridden.
                            || after.contains(line.replace(": abstract method ", ": method "));
            if (!isThere) {
                breaks.add("gone: " + line);
            }
        }
        Set<String> added = new TreeSet<>(after);
        added.removeAll(before);
        for (String line : added) {
            String type = line.substring(0, line.indexOf(": "));
            String fact = line.substring(line.indexOf(": ") + 2);
            if (before.stream().noneMatch(known -> known.startsWith(type + ": "))) {
                continue;
            }
            if (fact.startsWith("permits ") || fact.startsWith("constant ")) {
                breaks.add("a switch over it has a gap: " + line);
            } else if (fact.startsWith("abstract method ")
                    && !OF_THE_SERVER.contains(type)
                    && before.stream().noneMatch((type + ": sealed interface")::equals)) {
                breaks.add("its implementations lack it: " + line);
            }
        }
        return breaks;
    }
}
