package io.belfry.core.command;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RowRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Carries commands out by asking who can: agents' screens and the Realtime table. Of a command that
 * belongs to a call, what was asked and what came of it stand in the call's trace.
 */
public final class Commands {
    private final Vertx vertx;
    private final CommandStory story;

    public Commands(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.story = new CommandStory(vertx, clock);
    }

    /**
     * Never fails: whatever goes wrong is an answer with words. Takes as long as the agent's
     * browser, at most a few seconds.
     */
    public Future<CommandAnswer> carryOut(Command command, Origin origin) {
        story.asked(command, origin);
        return Future.succeededFuture(command)
                .compose(each -> perform(each, origin))
                .otherwise(e -> failed(e, origin));
    }

    private Future<CommandAnswer> perform(Command command, Origin origin) {
        if (command instanceof Command.OpenPage page) {
            return Ask.SHOW
                    .put(vertx, pop(page, origin))
                    .map(told -> delivered(told, origin, false));
        }
        if (command instanceof Command.Notify message) {
            return Ask.NOTIFY
                    .put(vertx, notice(message, origin))
                    .map(told -> delivered(told, origin, true));
        }
        Command.PushRow row = (Command.PushRow) command;
        return Ask.PUSH_ROW
                .put(vertx, request(row, origin))
                .map(written -> new CommandAnswer(true, CommandAnswer.WRITTEN, 0, written.id()));
    }

    private static ScreenPop pop(Command.OpenPage page, Origin origin) {
        return new ScreenPop(
                origin.id(),
                page.agent(),
                page.url(),
                page.mode(),
                origin.integration(),
                origin.call(),
                origin.title(),
                origin.at());
    }

    private static Notice notice(Command.Notify message, Origin origin) {
        return new Notice(
                origin.id(),
                message.agent(),
                message.level(),
                message.title(),
                message.body(),
                origin.integration(),
                origin.call(),
                origin.at());
    }

    private static RowRequest request(Command.PushRow row, Origin origin) {
        return new RowRequest(
                origin.id(),
                origin.at(),
                row.type(),
                row.channel(),
                row.reference(),
                row.url(),
                origin.queues());
    }

    private CommandAnswer delivered(Delivery delivery, Origin origin, boolean message) {
        story.delivered(delivery, origin, message);
        Outcome outcome = delivery.outcome();
        return new CommandAnswer(
                outcome != Outcome.REFUSED, outcome.word(), windows(outcome), delivery.detail());
    }

    /** One window acts for an agent, however many he has open. */
    private static int windows(Outcome outcome) {
        return switch (outcome) {
            case OPENED, BLOCKED, CARD, DISMISSED -> 1;
            case MISSED, REFUSED -> 0;
        };
    }

    private CommandAnswer failed(Throwable e, Origin origin) {
        String why = Ask.whyNot(e);
        story.failed(why, origin);
        return CommandAnswer.failed(why);
    }
}
