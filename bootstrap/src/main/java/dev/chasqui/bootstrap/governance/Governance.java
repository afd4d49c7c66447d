package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ServicePrices;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.adapters.config.governance.LedgerConfig;
import dev.chasqui.adapters.config.governance.PriceConfig;
import dev.chasqui.adapters.config.governance.PricesConfig;
import dev.chasqui.adapters.jdbc.Database;
import dev.chasqui.adapters.jdbc.JdbcResponseStore;
import dev.chasqui.adapters.logs.decisions.DecisionFiles;
import dev.chasqui.application.budgets.Budgets;
import dev.chasqui.application.budgets.PriceTable;
import dev.chasqui.application.budgets.SpendWriter;
import dev.chasqui.application.callers.CallerAdmin;
import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.GrantedAdmission;
import dev.chasqui.application.callers.Key;
import dev.chasqui.application.ledger.AuditWriter;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.ledger.LedgerContents;
import dev.chasqui.application.ledger.LedgerSettings;
import dev.chasqui.application.ledger.LedgerWriter;
import dev.chasqui.application.limits.CallerScopes;
import dev.chasqui.application.limits.LimitedAdmission;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.personal.PersonalStores;
import dev.chasqui.application.personal.ResponsesOfUser;
import dev.chasqui.application.personal.SessionsOfUser;
import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.memory.FactStore;
import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.application.responses.Responses;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.domain.account.Price;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The parts that know who asks, and how much: callers, limits and the ledger. They live as long as
 * the process, so that a changed config restarts no count. Safe for use by several threads; changes
 * are made by one thread at a time.
 */
public final class Governance implements AutoCloseable {
    /** The owner of the metrics, which no plug-in is. */
    private static final String OWNER = "chasqui";

    /** The folder of the decision ledger, beside that of the database. */
    public static final String DECISIONS = "chasqui.decisions";

    private static final InstantSource CLOCK = InstantSource.system();

    private final Database database;
    private final FactStore facts;
    private final CallerDirectory directory;
    private final Optional<FirstAdmin> firstAdmin;
    private final SpendWriter spending;
    private final Admission admission;
    private final LedgerWriter writer;
    private final AuditWriter audit;
    private final DecisionFiles decisions;
    private final Books books;
    private final Responses responses;
    private final Sessions sessions;
    private final CallerScopes stored;
    private final KeyNames names = new KeyNames(this::userNames);
    private volatile CallerScopes scopes;
    private volatile PriceTable prices;

    private Governance(Config config, Path folder, Database database, List<PersonalData> others) {
        this.database = database;
        facts = database.facts();
        prices = table(config);
        UsersMark mark = new UsersMark(folder);
        names.change(config);
        boolean needsAdmin =
                config.keys().isEmpty()
                        && !config.server().open()
                        && !config.server().bindsLoopback();
        directory =
                new CallerDirectory(
                        database.callers(),
                        CLOCK,
                        config.database().url().isPresent() || mark.isSet() || needsAdmin,
                        () -> {
                            mark.set();
                            names.warn();
                        });
        if (database.isBegun() || mark.isSet()) {
            directory.start();
        }
        firstAdmin =
                needsAdmin
                        ? Optional.of(
                                FirstAdmin.begin(
                                        directory,
                                        new CallerAdmin(callers(config, directory)),
                                        folder.resolveSibling(FirstAdmin.FILE)))
                        : Optional.empty();
        stored = (caller, _) -> directory.scopes(caller);
        scopes = new ConfigScopes(config).and(stored);
        spending = new SpendWriter(database.spending(), CLOCK);
        Budgets budgets = new Budgets(spending, this::prices, CLOCK);
        // A database that is not there yet knows nothing, and is not made for that.
        spending.start(database.isBegun() ? budgets::remember : () -> {});
        admission =
                new GrantedAdmission(
                        directory,
                        new LimitedAdmission((caller, model) -> scopes.of(caller, model), budgets));
        writer =
                new LedgerWriter(
                        database.ledger(),
                        used -> prices.cost(used),
                        settings(config.ledger()),
                        CLOCK);
        audit = new AuditWriter(database.audit());
        decisions =
                new DecisionFiles(
                        folder.resolveSibling(DECISIONS), config.decisions().rules(), CLOCK);
        JdbcResponseStore keptResponses =
                new JdbcResponseStore(database, UUID.randomUUID().toString());
        responses =
                new Responses(
                        keptResponses,
                        keptResponses.conversations(),
                        config.responses().rules(),
                        database::isBegun,
                        config.database().url().isEmpty(),
                        CLOCK);
        sessions =
                new Sessions(
                        database.sessions(),
                        SessionRules.of(config.sessions()),
                        CLOCK,
                        database::isBegun);
        List<PersonalData> kept = new ArrayList<>(others);
        kept.add(new SessionsOfUser(sessions));
        kept.add(new ResponsesOfUser(keptResponses, keptResponses.conversations()));
        kept.add(facts);
        kept.add(new LedgerContents(database.ledger()));
        books =
                new Books(
                        database.ledger(),
                        audit,
                        database.backups(),
                        decisions,
                        new PersonalStores(kept));
    }

    /**
     * Makes the parts. It does not wait for the database, unless other machines can reach the
     * server and there is no key.
     *
     * @param folder the folder of the embedded database
     * @param environment the variables that hold secrets
     * @param others what is kept of users outside of these parts
     */
    public static Governance open(
            Config config,
            Path folder,
            Map<String, String> environment,
            List<PersonalData> others) {
        return new Governance(
                config, folder, DatabaseOf.config(config.database(), folder, environment), others);
    }

    /** Returns the callers with the keys of a config. */
    public Callers callers(Config config) {
        return callers(config, directory);
    }

    private static Callers callers(Config config, CallerDirectory directory) {
        return new Callers(config.keys().stream().map(Governance::key).toList(), directory);
    }

    /**
     * Returns the callers with the keys of a config that takes the place of the present one.
     *
     * @throws StartFailure if a key has the name of a stored user
     */
    public Callers checked(Config next) {
        KeyNames.ofUsers(next, userNames())
                .ifPresent(
                        message -> {
                            throw new StartFailure(message);
                        });
        return callers(next);
    }

    private Set<String> userNames() {
        return directory.userNames();
    }

    private static Key key(KeyConfig key) {
        return new Key(
                key.name(),
                key.sha256(),
                key.role(),
                Set.copyOf(key.agents()),
                key.showLoading(),
                key.trace());
    }

    /** Returns the gate for requests. */
    public Admission admission() {
        return admission;
    }

    private static LedgerSettings settings(LedgerConfig config) {
        return new LedgerSettings(
                config.on(), config.queue(), config.keep(), config.most(), config.content());
    }

    /**
     * Returns the listeners to exchanges: some that are there, and those of these parts.
     *
     * @param metrics gets the metrics of these parts
     */
    public List<ExchangeListener> listeners(AddedMetrics metrics, ExchangeListener... others) {
        measure(metrics);
        List<ExchangeListener> all = new ArrayList<>(List.of(others));
        all.add(writer);
        return List.copyOf(all);
    }

    /** Returns the facts that users asked the server to remember. */
    public FactStore facts() {
        return facts;
    }

    /** Returns the decision ledger, for the parts that send. */
    public Departures departures() {
        return decisions;
    }

    /** Returns the stored conversations. */
    public Sessions sessions() {
        return sessions;
    }

    /** Returns the ledger and the audit trail. */
    public Books books() {
        return books;
    }

    /** Returns the responses and conversations that are kept. */
    public Responses responses() {
        return responses;
    }

    private void measure(AddedMetrics metrics) {
        AddedMetrics.Held dropped =
                metrics.counter(
                        OWNER,
                        "chasqui_ledger_dropped",
                        "Requests that are not in the ledger, since its queue was full.");
        writer.whenDropped(() -> dropped.add(1));
        AddedMetrics.Held uncounted =
                metrics.counter(
                        OWNER,
                        "chasqui_ledger_uncounted",
                        "Requests that are not in the sums of the ledger either.");
        writer.whenUncounted(uncounted::add);
        AddedMetrics.Held missing =
                metrics.counter(
                        OWNER,
                        "chasqui_decisions_missing",
                        "Requests that left and are not in the decision ledger.");
        decisions.whenMissing(missing::add);
        var _ =
                metrics.gauge(
                        OWNER,
                        "chasqui_ledger_waiting",
                        "Requests that wait for their entry in the ledger.",
                        writer::waiting);
    }

    /** Takes over a changed config. Nothing of it can fail. */
    public void change(Config next) {
        writer.change(settings(next.ledger()));
        sessions.change(SessionRules.of(next.sessions()));
        decisions.change(next.decisions().rules());
        responses.change(next.responses().rules());
        names.change(next);
        scopes = new ConfigScopes(next).and(stored);
        prices = table(next);
    }

    /** Returns the present prices of models. */
    public PriceTable prices() {
        return prices;
    }

    private static PriceTable table(Config config) {
        PricesConfig prices = config.prices();
        return new PriceTable(
                prices.currency(),
                prices(prices.backends()),
                prices(prices.models()),
                ServicePrices.of(config));
    }

    private static Map<String, Price> prices(Map<String, PriceConfig> config) {
        return config.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, price -> price.getValue().price()));
    }

    /** Returns a warning for models that no budget counts, since they have no price. */
    public List<String> warnings(Config config, Models models) {
        return PriceWarnings.hasBudget(config) || directory.hasBudget()
                ? PriceWarnings.of(prices, models)
                : List.of();
    }

    @Override
    public void close() {
        firstAdmin.ifPresent(FirstAdmin::close);
        responses.close();
        sessions.close();
        decisions.close();
        writer.close();
        spending.close();
        audit.close();
        directory.close();
        database.close();
    }
}
