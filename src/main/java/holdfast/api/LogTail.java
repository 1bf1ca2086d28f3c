package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import holdfast.catalog.LogStore.KeptLine;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One WebSocket that follows a run's log: waits for the caller's token in the first message, then
 * sends what the run says until one side closes. Thread-safe.
 *
 * <p>Public because Jetty calls no methods of other classes.
 */
public final class LogTail implements Session.Listener.AutoDemanding {
  /** A token and some JSON around it. */
  private static final int MAX_MESSAGE = 4096;

  private final LogTails tails;
  private final Routes.Match.Found route;
  private final Query query;
  private final List<Future<?>> tasks = new ArrayList<>();
  private final AtomicBoolean loggedIn = new AtomicBoolean();

  /** Held from the reading of lines until they are sent, so that a slow reader gets fewer reads. */
  private final AtomicBoolean sending = new AtomicBoolean();

  private volatile @Nullable Session session;
  private volatile Instant lastLineAt = Instant.EPOCH;
  private boolean ended;

  LogTail(LogTails tails, Routes.Match.Found route, Query query) {
    this.tails = tails;
    this.route = route;
    this.query = query;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    opened.setMaxTextMessageSize(MAX_MESSAGE);
    opened.setMaxBinaryMessageSize(MAX_MESSAGE);
    opened.setIdleTimeout(tails.limits().login().plus(tails.limits().silence()));
    if (tails.register(this)) {
      keep(tails.after(tails.limits().login(), this::loginIsLate));
    }
  }

  @Override
  public void onWebSocketText(String message) {
    if (loggedIn.compareAndSet(false, true)) {
      guarded(() -> login(TailMessages.token(message)));
    }
  }

  private void login(String token) {
    Request request = tails.admission().admit(route, new Login(token, query));
    LogResource.Run run = logs().run(request);
    LogFollower follower = new LogFollower(tails.catalog(), run.key(), request);
    tails.countIn(this);
    send(TailMessages.successful(), Callback.NOOP);
    lastLineAt = tails.now();
    List<KeptLine> first = follower.first(tails.now());
    sending.set(true);
    deliver(first);
    keep(tails.every(tails.limits().poll(), () -> guarded(() -> poll(follower))));
    keep(tails.every(tails.limits().ping(), this::ping));
    keep(tails.every(tails.limits().recheck(), () -> guarded(() -> recheck(request, token))));
  }

  private LogResource logs() {
    return (LogResource) route.operation().handler();
  }

  private void poll(LogFollower follower) {
    if (sending.compareAndSet(false, true)) {
      deliver(follower.next());
    }
  }

  private void deliver(List<KeptLine> lines) {
    if (lines.isEmpty()) {
      sending.set(false);
      return;
    }
    lastLineAt = tails.now();
    send(TailMessages.lines(lines), Callback.from(() -> sending.set(false), this::broken));
  }

  private void recheck(Request request, String token) {
    Request again = request.by(tails.admission().readmit(route.operation(), token));
    boolean isOver = logs().run(again).status().isTerminal();
    if (isOver && lastLineAt.plus(tails.limits().ended()).isBefore(tails.now())) {
      close(StatusCode.NORMAL, "the run has ended", Callback.NOOP);
    }
  }

  private void ping() {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  private void loginIsLate() {
    if (loggedIn.compareAndSet(false, true)) {
      refuse("No login has come in time.", StatusCode.POLICY_VIOLATION);
    }
  }

  /** Whatever goes wrong is told to the client, which is then left. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (ApiError refusal) {
      refuse(TailMessages.words(refusal), StatusCode.POLICY_VIOLATION);
    } catch (RuntimeException e) {
      refuse(tails.mishap(route.operation(), e).message(), StatusCode.SERVER_ERROR);
    }
  }

  /** Says why, and closes. */
  void refuse(String why, int status) {
    end();
    send(TailMessages.error(why), Callback.NOOP);
    close(status, "", Callback.NOOP);
  }

  private void send(ObjectNode message, Callback callback) {
    Session open = session;
    if (open != null) {
      open.sendText(Json.text(message), callback);
    }
  }

  /** Closes; returns at once. The callback hears when the other side was told. */
  void close(int status, String reason, Callback told) {
    end();
    Session open = session;
    if (open == null) {
      told.succeed();
    } else {
      open.close(status, reason, told);
    }
  }

  private void broken(Throwable cause) {
    end();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    end();
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    end();
    callback.succeed();
  }

  private synchronized void keep(Future<?> task) {
    if (ended) {
      task.cancel(false);
    } else {
      tasks.add(task);
    }
  }

  private void end() {
    synchronized (this) {
      ended = true;
      tasks.forEach(task -> task.cancel(false));
      tasks.clear();
    }
    tails.forget(this);
  }

  /** A login stands at the same door as a request. */
  private record Login(String token, Query query) implements Admission.Caller {
    @Override
    public @Nullable JsonNode body() {
      return null;
    }

    @Override
    public Headers headers() {
      return name -> null;
    }

    @Override
    public void show(Allowance allowance) {
      // A WebSocket has no headers to show it in.
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Login";
    }
  }
}
