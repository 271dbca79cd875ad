//! Asks how campaigns did.

use klaviyo::Client;
use klaviyo::resources::campaign_values_report::{
    CampaignValuesReportStatistics as Statistic, NewCampaignValuesReport, NewCampaignValuesReportTimeframe,
};
use serde_json::json;

use crate::Outcome;

pub async fn run(client: &Client, metric: &str) -> Outcome {
    let timeframe = NewCampaignValuesReportTimeframe::raw(json!({"key": "last_12_months"}));
    let statistics = [Statistic::Bounced, Statistic::BounceRate];
    let report = NewCampaignValuesReport::builder()
        .conversion_metric_id(metric)
        .statistics(statistics)
        .timeframe(timeframe)
        .build();
    let report = client.reporting().query_campaign_values(report).send().await?;
    for result in report.data.attributes.require_results()? {
        println!("{:?}", result.groupings);
        for (name, value) in result.statistics.iter().flatten() {
            println!("  {name}: {value}");
        }
    }
    if let Some(limit) = report.rate_limit() {
        println!("{limit:?}");
    }
    Ok(())
}
