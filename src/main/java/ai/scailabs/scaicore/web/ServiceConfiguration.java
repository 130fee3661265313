package ai.scailabs.scaicore.web;

import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The clock, and the timer of what looks around by itself. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ServiceConfiguration {

  /**
   * As many threads as there are tasks, or nearly: one that takes long, such as a sweep of old
   * rows, keeps no other waiting.
   */
  @Bean
  ThreadPoolTaskScheduler taskScheduler() {
    var scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(24);
    scheduler.setThreadNamePrefix("scheduling-");
    return scheduler;
  }

  /** For what has to be on time, whatever else there is to do. */
  @Bean
  ThreadPoolTaskScheduler leaseScheduler() {
    var scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(4);
    scheduler.setThreadNamePrefix("leases-");
    return scheduler;
  }

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }
}
