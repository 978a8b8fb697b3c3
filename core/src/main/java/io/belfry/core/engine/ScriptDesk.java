package io.belfry.core.engine;

import io.belfry.core.agent.PopId;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.call.CallEvent;
import io.belfry.core.command.Command;
import io.belfry.core.command.CommandAnswer;
import io.belfry.core.command.Commands;
import io.belfry.core.command.Origin;
import io.belfry.core.integration.CardTitle;
import io.belfry.core.integration.EventFields;
import io.belfry.core.integration.Integration;
import io.belfry.core.script.ScriptCall;
import io.belfry.core.script.ScriptCode;
import io.belfry.core.script.ScriptEnd;
import io.belfry.core.script.ScriptEvents;
import io.belfry.core.script.Scripts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives events to the scripts of integrations and carries out what they ask for, checked like what
 * programs ask for. Rules do not wait for it.
 */
final class ScriptDesk {
    private final Vertx vertx;
    private final Context context;
    private final Clock clock;
    private final Scripts scripts;
    private final Commands commands;
    private final EngineCounters counters;
    private final LoopGuard guard = new LoopGuard();
    private final Map<String, Lane> lanes = new HashMap<>();

    /**
     * @param context of the engine: scripts are heard on another
     */
    ScriptDesk(
            Vertx vertx, Context context, Clock clock, Scripts scripts, EngineCounters counters) {
        this.vertx = vertx;
        this.context = context;
        this.clock = clock;
        this.scripts = scripts;
        this.commands = new Commands(vertx, clock);
        this.counters = counters;
    }

    boolean mayHandle(ScriptCode code, CallEvent.Kind kind) {
        return scripts.mayHandle(code, kind);
    }

    void run(CallEvent event, EventFields fields, Integration integration, ScriptCode code) {
        if (scripts.mayHandle(code, event.kind())) {
            scripts.run(
                    new ScriptCall(code, event.callId().toString(), event.kind(), fields.json()),
                    new Run(event, fields, integration));
        }
    }

    void tidy() {
        guard.forget(clock.instant());
        lanes.values().removeIf(Lane::isIdle);
    }

    /** One event at one script. */
    private final class Run implements ScriptEvents {
        private final CallEvent event;
        private final EventFields fields;
        private final Integration integration;
        private final ScriptStory story;

        Run(CallEvent event, EventFields fields, Integration integration) {
            this.event = event;
            this.fields = fields;
            this.integration = integration;
            this.story = new ScriptStory(vertx, clock, event, integration);
        }

        @Override
        public void said(ScriptLine line) {
            context.runOnContext(here -> story.said(line));
        }

        @Override
        public void ended(ScriptEnd end) {
            context.runOnContext(
                    here -> {
                        if (end.state() != ScriptEnd.State.NO_HANDLER) {
                            story.ended(end);
                        }
                        switch (end.state()) {
                            case FAILED, STOPPED -> counters.failures.increment();
                            case DROPPED -> counters.dropped.increment();
                            case DONE, NO_HANDLER, PAUSED -> {}
                        }
                    });
        }

        @Override
        public Future<JsonObject> asked(int number, String name, JsonObject data) {
            Promise<JsonObject> answer = Promise.promise();
            context.runOnContext(here -> carryOut(number, name, data, answer));
            return answer.future();
        }

        private void carryOut(
                int number, String name, JsonObject data, Promise<JsonObject> answer) {
            Command.Read read = Command.read(name, data);
            if (read instanceof Command.Refused wrong) {
                refuse(name, wrong.words(), answer);
                return;
            }
            Command.Good good = (Command.Good) read;
            good.remarks().forEach(words -> story.remarks(name, words));
            if (goesRound(good.command())) {
                String why =
                        "more than "
                                + LoopGuard.MOST
                                + " actions in a minute for the same call or agent: it goes in circles";
                refuse(name, why, answer);
                guard.clear(integration.id());
                scripts.pause(integration.id(), why);
                return;
            }
            send(number, good.command(), answer);
        }

        private boolean goesRound(Command command) {
            String linked = event.call().linkedid();
            String chain = linked.isEmpty() ? event.callId().toString() : linked;
            boolean permitted = guard.permits(integration.id(), "chain " + chain, clock.instant());
            String agent = agent(command);
            if (!agent.isEmpty()) {
                permitted &= guard.permits(integration.id(), "agent " + agent, clock.instant());
            }
            return !permitted;
        }

        private static String agent(Command command) {
            if (command instanceof Command.OpenPage page) {
                return page.agent().toLowerCase(Locale.ROOT);
            }
            return command instanceof Command.Notify message
                    ? message.agent().toLowerCase(Locale.ROOT)
                    : "";
        }

        private void send(int number, Command command, Promise<JsonObject> answer) {
            Origin origin =
                    new Origin(
                            id(number, command),
                            integration.appname(),
                            event.callId().toString(),
                            CardTitle.of(fields),
                            event.at(),
                            List.of());
            lanes.computeIfAbsent(integration.id(), any -> new Lane(Lane.AT_ONCE, Lane.WAITING))
                    .take(
                            new Lane.Errand() {
                                @Override
                                public Future<?> send() {
                                    counters.underWay.increment();
                                    return commands.carryOut(command, origin)
                                            .onComplete(any -> counters.underWay.decrement())
                                            .onSuccess(told -> answer.tryComplete(json(told)));
                                }

                                @Override
                                public void dropped() {
                                    counters.dropped.increment();
                                    refuse(command.name(), "too many answers are awaited", answer);
                                }
                            });
        }

        /** The same whenever the same event meets the same script: receivers drop what they saw. */
        private String id(int number, Command command) {
            boolean message = command instanceof Command.Notify;
            String what = message ? PopId.SCRIPT + "-message" : PopId.SCRIPT;
            return event.id() + "/" + integration.id() + "/" + what + "/" + number;
        }

        private void refuse(String name, String why, Promise<JsonObject> answer) {
            story.refused(name, why);
            answer.tryComplete(json(CommandAnswer.refused(why)));
        }

        private static JsonObject json(CommandAnswer answer) {
            JsonObject json =
                    new JsonObject()
                            .put("ok", answer.ok())
                            .put("outcome", answer.outcome())
                            .put("clients", answer.clients());
            return answer.ok() ? json : json.put("error", answer.detail());
        }
    }
}
