package io.belfry.launcher;

import io.belfry.agentgateway.AgentGateway;
import io.belfry.agentgateway.GatewayFigures;
import io.belfry.ami.PbxConnections;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.cluster.LeaseKeeper;
import io.belfry.core.cluster.LoopLag;
import io.belfry.core.engine.EngineFigures;
import io.belfry.core.engine.IntegrationEngine;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import io.belfry.core.script.ScriptFigures;
import io.belfry.core.script.ScriptRuntime;
import io.belfry.core.store.WriteCounters;
import io.belfry.core.web.Access;
import io.belfry.core.web.AnswerRows;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.belfry.core.web.Tickets;
import io.belfry.realtimepush.RealtimeFigures;
import io.belfry.realtimepush.RealtimePush;
import io.belfry.realtimepush.programs.ProgramFigures;
import io.belfry.realtimepush.programs.Programs;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * {@code /metrics}: this node in figures for Prometheus, hop by hop from the PBX to the agent.
 * Everything that buffers has a counter of what it dropped. A PBX is counted where it is owned.
 */
final class Metrics {
    private final Vertx vertx;
    private final Parts parts;
    private final Spread late = new Spread(.005, .01, .025, .05, .1, .25, .5, 1., 5.);
    private final Spread opened = new Spread(.01, .025, .05, .1, .25, .5, 1., 2.5, 5.);

    /**
     * Whose figures they are.
     *
     * @param connections known only after the server listens
     * @param leases empty without a cluster; known only after the server listens
     * @param writers of things to the database, by name
     */
    record Parts(
            Supplier<Optional<PbxConnections>> connections,
            Supplier<Optional<LeaseKeeper>> leases,
            IntegrationEngine engine,
            ScriptRuntime scripts,
            AgentGateway agents,
            RealtimePush realtime,
            Programs programs,
            AnswerRows answers,
            Tickets tickets,
            Map<String, Supplier<WriteCounters>> writers) {}

    Metrics(Vertx vertx, Parts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    void mount(Site site) {
        LoopLag.watch(vertx, late::addMillis);
        Topic.DELIVERIES.subscribeHere(vertx, this::delivered);
        site.get("/metrics", Access.ADMIN.andTokens(Scope.READ, Scope.SETTINGS), this::answer);
    }

    private void delivered(Delivery delivery) {
        if (delivery.outcome() == Outcome.OPENED) {
            opened.addMillis(delivery.millis());
        }
    }

    private void answer(RoutingContext rc) {
        Ask.PBX_STATES
                .put(vertx, new PbxStatesQuery())
                .map(all -> all.states().stream().filter(this::isOurs).toList())
                .otherwise(List.of())
                .onSuccess(
                        pbxs ->
                                rc.response()
                                        .putHeader("Content-Type", MetricsText.CONTENT_TYPE)
                                        .putHeader("Cache-Control", "no-store")
                                        .end(text(pbxs)))
                .onFailure(rc::fail);
    }

    private boolean isOurs(PbxState state) {
        return state.status() != Status.OFF && Ownership.of(vertx).holds(state.pbx());
    }

    private String text(List<PbxState> pbxs) {
        MetricsText text = new MetricsText();
        text.gauges("info", "Version of this server", "version", Map.of(Main.VERSION, 1));
        node(text);
        parts.leases().get().ifPresent(keeper -> cluster(text, keeper));
        pbxs(text, pbxs);
        engine(text, parts.engine().figures());
        scripts(text, parts.scripts().figures());
        agents(text, parts.agents().figures());
        realtime(text, parts.realtime().figures());
        programs(text, parts.programs().figures());
        writers(text);
        return text.toString();
    }

    private void node(MetricsText text) {
        Runtime java = Runtime.getRuntime();
        text.gauge(
                "heap_used_bytes", "Memory of Java in use", java.totalMemory() - java.freeMemory());
        text.gauge("heap_max_bytes", "Memory that Java may use", java.maxMemory());
        text.histogram(
                "event_loop_late_seconds",
                "How late an event loop came to its work, ten times a second",
                late.below(),
                late.sum());
    }

    private void cluster(MetricsText text, LeaseKeeper keeper) {
        Ownership ownership = Ownership.of(vertx);
        text.gauge("cluster_nodes", "Nodes that are alive", keeper.view().nodes().size());
        text.gauge(
                "lease_age_seconds",
                "Since the leases of this node were renewed; 0 when it owns nothing",
                keeper.lag().toMillis() / 1000.0);
        text.counter(
                "leases_fenced",
                "PBXs given up because a lease could not be renewed in time",
                keeper.fenced());
        text.counter(
                "messages_unsaid",
                "Messages held back because the PBX was no longer this node's",
                ownership.unsaid());
        text.counter(
                "messages_dropped",
                "What did not reach all other nodes: too much waited, or the network did not take it",
                ownership.dropped());
        text.counter(
                "messages_stale", "Messages of former owners that were dropped", ownership.stale());
    }

    private void pbxs(MetricsText text, List<PbxState> pbxs) {
        text.gauges(
                "pbx_live",
                "1 when the PBX is connected and in step",
                "pbx",
                of(pbxs, state -> state.status() == Status.LIVE ? 1 : 0));
        text.gauges("pbx_epoch", "Counts the owners of the PBX", "pbx", of(pbxs, PbxState::epoch));
        text.gauges(
                "pbx_answer_seconds",
                "Answer time of the last ping; negative when not known",
                "pbx",
                named(pbxs, state -> state.latencyMillis() / 1000.0));
        text.counters("pbx_events", "Manager events read", "pbx", of(pbxs, PbxState::events));
        text.counters(
                "pbx_events_dropped",
                "Manager events dropped because too many waited",
                "pbx",
                of(pbxs, PbxState::dropped));
        text.counters(
                "pbx_events_ignored",
                "Manager events that made no sense",
                "pbx",
                of(pbxs, PbxState::ignored));
        text.gauges(
                "pbx_events_waiting",
                "Manager events read and not yet handled",
                "pbx",
                of(pbxs, PbxState::queued));
        text.gauges(
                "pbx_events_wait_seconds",
                "How long the oldest of them has waited",
                "pbx",
                named(pbxs, state -> state.lagMillis() / 1000.0));
        text.gauges("pbx_calls", "Calls that are live", "pbx", of(pbxs, PbxState::liveCalls));
        text.counters(
                "pbx_recording_dropped",
                "Pieces of the PBX's stream that were not recorded",
                "pbx",
                parts.connections().get().map(PbxConnections::unrecorded).orElse(Map.of()));
    }

    private static Map<String, Long> of(List<PbxState> pbxs, ToLongFunction<PbxState> figure) {
        return named(pbxs, figure::applyAsLong);
    }

    private static <N extends Number> Map<String, N> named(
            List<PbxState> pbxs, Function<PbxState, N> figure) {
        return pbxs.stream().collect(Collectors.toMap(PbxState::pbx, figure, (one, two) -> two));
    }

    private static void engine(MetricsText text, EngineFigures engine) {
        text.gauge("settings_version", "Settings that new calls get", engine.version());
        text.counter("engine_events", "Call events handled", engine.events());
        text.counter(
                "engine_events_repeated",
                "Call events that had been handled before",
                engine.repeated());
        text.counter(
                "engine_events_left",
                "Call events that the next owner of the PBX is told again",
                engine.left());
        text.counters(
                "engine_verdicts",
                "Verdicts of rules",
                "verdict",
                Map.of("yes", engine.yes(), "no", engine.no()));
        text.counters(
                "engine_pages",
                "Pages by the first answer of the agent's browser",
                "outcome",
                outcomes(engine.pages()));
        text.counters(
                "engine_messages",
                "Messages to agents by the first answer",
                "outcome",
                outcomes(engine.notices()));
        text.counter("engine_rows", "Rows written to the Realtime table", engine.rows());
        text.counter(
                "engine_failures",
                "Exceptions of integrations, and questions that nobody answered",
                engine.failures());
        text.counter(
                "engine_dropped",
                "Events, pages, messages and rows that a limit threw away",
                engine.dropped());
        text.gauge("engine_calls", "Calls whose settings are remembered", engine.liveCalls());
        text.gauge(
                "engine_under_way",
                "Pages, messages and rows whose answer is awaited",
                engine.underWay());
    }

    /** Also those that did not happen yet. */
    private static Map<String, Long> outcomes(Map<Outcome, Long> counted) {
        return Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(Outcome::word, each -> counted.getOrDefault(each, 0L)));
    }

    private static void scripts(MetricsText text, ScriptFigures scripts) {
        text.counter("script_calls", "Calls of handlers that ended", scripts.calls());
        text.counter("script_failures", "Of these, failed or stopped", scripts.failures());
        text.counter("script_retried", "Calls that were begun again", scripts.retried());
        text.counter(
                "script_cancelled", "Turns cancelled for running too long", scripts.cancelled());
        text.counter("script_events_dropped", "Events a full queue threw away", scripts.dropped());
        text.counter("script_fetches", "Requests that scripts made", scripts.fetches());
        text.counter("script_workers_started", "Processes started", scripts.workers());
        text.counter(
                "script_workers_awaited",
                "Times that scripts waited for a process to start",
                scripts.awaited());
        text.counter("script_workers_killed", "Processes killed by us", scripts.killed());
        text.counter("script_workers_lost", "Processes that ended by themselves", scripts.lost());
    }

    private void agents(MetricsText text, GatewayFigures agents) {
        text.gauge("agent_sockets", "Open pages of agents", agents.pages());
        text.gauge("agents", "Agents with an open page", agents.agents());
        text.gauge(
                "agent_outbox_waiting",
                "Pages and messages that wait for a browser's answer",
                agents.unanswered());
        text.counter(
                "agent_pages_dropped",
                "Pages that fell out of an agent's full list and were never opened",
                agents.dropped());
        text.counter(
                "agent_handovers_refused",
                "Times that a node would not take the day of an agent whose page it has",
                agents.between().refused());
        text.counter(
                "agent_sockets_slow", "Closed because nobody read from them", agents.slowClosed());
        text.counter("agent_sockets_bad", "Closed because of what they sent", agents.badClosed());
        text.counters(
                "agent_pages",
                "What became of pages and messages",
                "outcome",
                outcomes(agents.outcomes()));
        text.histogram(
                "agent_page_seconds",
                "From the agent's gateway to the browser's word that the page is open",
                opened.below(),
                opened.sum());
    }

    private static void realtime(MetricsText text, RealtimeFigures realtime) {
        text.gauge("realtime_tables", "Open live tables", realtime.tables());
        text.counter(
                "realtime_tables_refused",
                "Not opened because too many were",
                realtime.refusedTables());
        text.gauge("event_streams", "Open streams of events", realtime.streams());
        text.counter(
                "event_streams_refused",
                "Not opened because too many were",
                realtime.refusedStreams());
        text.counter(
                "event_streams_slow",
                "Closed because nobody read from them",
                realtime.slowStreams());
    }

    private static void programs(MetricsText text, ProgramFigures programs) {
        text.gauge("program_sessions", "Connections at the port of programs", programs.sessions());
        text.gauge("programs", "Programs that are let in", programs.programs());
        text.counter("program_events", "Events told to programs", programs.events());
        text.counter(
                "program_events_lost", "Times that a program was told of a loss", programs.lost());
        text.counter(
                "program_sessions_slow",
                "Closed because nobody read from them",
                programs.slowClosed());
        text.counter(
                "program_words_relayed",
                "Requests and packets for sessions of other nodes",
                programs.relayed());
        text.counter("program_sessions_refused", "Not opened", programs.refusedSessions());
        text.counter("program_logins_refused", "Wrong or no tokens", programs.refusedLogins());
        text.counter("program_commands", "Commands tried", programs.commands());
        text.counter(
                "program_commands_refused",
                "Wrong, forbidden or too many",
                programs.refusedCommands());
    }

    private void writers(MetricsText text) {
        Map<String, WriteCounters> writers = new HashMap<>();
        parts.writers().forEach((name, counters) -> writers.put(name, counters.get()));
        writers.put("rows", parts.realtime().written());
        text.gauges(
                "write_waiting",
                "Things not yet written to the database",
                "writer",
                each(writers, WriteCounters::waiting));
        text.counters(
                "written",
                "Things written to the database",
                "writer",
                each(writers, WriteCounters::written));
        text.counters(
                "write_dropped",
                "Things not written because too many waited",
                "writer",
                each(writers, WriteCounters::dropped));
        text.counters(
                "write_refused",
                "Things that the database did not take",
                "writer",
                each(writers, WriteCounters::refused));
        text.counter(
                "answers_dropped",
                "Answers to an Idempotency-Key that were not kept for want of room",
                parts.answers().dropped());
        text.counter(
                "tickets_dropped",
                "Tickets for embedded pages that were worthless early: one agent had too many",
                parts.tickets().dropped());
    }

    private static Map<String, Long> each(
            Map<String, WriteCounters> writers, ToLongFunction<WriteCounters> figure) {
        return writers.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, one -> figure.applyAsLong(one.getValue())));
    }
}
