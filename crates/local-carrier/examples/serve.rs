//! The carrier alone, on plain HTTP: `cargo run -p local-carrier --example serve -- [port]`.
//!
//! For trying the HTTP interface and the SDK without the workbench. The credentials are printed,
//! and mean nothing anywhere else.

use std::net::Ipv4Addr;

use local_carrier::{Carrier, Config, Credentials, FAR_ENDS, Ice};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(0), |text| text.parse::<u16>())?;
    let ice = std::env::var("OFFHOOK_ICE").map_or(Ok(Ice::default()), |text| text.parse())?;
    let credentials = Credentials {
        account_sid: format!("AC{:032}", 1),
        api_key_sid: format!("SK{:032}", 1),
        api_key_secret: "an example, not a secret".to_owned(),
        application_sid: format!("AP{:032}", 1),
    };
    let secret = credentials.api_key_secret.clone();
    let mut config = Config::new(credentials, "agent");
    config.ice = ice;
    let carrier = Carrier::start(config).await?;
    for warning in carrier.warnings() {
        eprintln!("{warning}");
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("Carrier on http://{}, API key secret \"{secret}\".", listener.local_addr()?);
    for far_end in FAR_ENDS {
        println!("  {}  {}", far_end.number, far_end.does);
    }
    axum::serve(listener, carrier.router()).await?;
    Ok(())
}
